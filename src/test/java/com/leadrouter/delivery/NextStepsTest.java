package com.leadrouter.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.leadrouter.delivery.CallOutcome.Accepted;
import com.leadrouter.delivery.CallOutcome.Failed;
import com.leadrouter.delivery.CallOutcome.NotTried;
import com.leadrouter.delivery.CallOutcome.RejectedConfiguration;
import com.leadrouter.delivery.CallOutcome.RejectedData;
import com.leadrouter.delivery.CallOutcome.Throttled;
import com.leadrouter.delivery.CallOutcome.Unauthorized;
import com.leadrouter.delivery.CallOutcome.Unknown;
import com.leadrouter.delivery.CallOutcome.Unreachable;
import com.leadrouter.delivery.DestinationSettings.Carriage;
import com.leadrouter.delivery.DestinationSettings.OnUnknown;
import com.leadrouter.delivery.DestinationSettings.Retry;
import com.leadrouter.delivery.NextStep.Again;
import com.leadrouter.delivery.NextStep.AgainAfterFault;
import com.leadrouter.delivery.NextStep.DestinationHeld;
import com.leadrouter.delivery.NextStep.GivenBack;
import com.leadrouter.delivery.NextStep.Held;
import com.leadrouter.delivery.NextStep.HeldAfterFault;
import com.leadrouter.delivery.NextStep.HeldAfterRefusals;
import com.leadrouter.delivery.NextStep.Settled;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class NextStepsTest {

    private static final Duration MAX_AGE = Duration.ofHours(72);
    private static final Duration PROBE_INTERVAL = Duration.ofSeconds(30);
    private static final Failed FAILED = new Failed(Optional.empty());

    static Stream<Arguments> outcomes() {
        Again firstRetry = new Again(Duration.ofSeconds(1));
        return Stream.of(
                Arguments.of(new Accepted("7"), new Settled(DeliveryStatus.DELIVERED)),
                Arguments.of(new RejectedData(List.of()), new Settled(DeliveryStatus.REJECTED)),
                Arguments.of(new RejectedConfiguration(List.of()), new Settled(DeliveryStatus.REJECTED)),
                Arguments.of(new Throttled(Optional.empty()), firstRetry),
                Arguments.of(FAILED, firstRetry),
                Arguments.of(new Unreachable("refused"), firstRetry),
                Arguments.of(new Unknown("time-out"), firstRetry),
                Arguments.of(new NotTried("circuit"), new GivenBack()),
                Arguments.of(
                        new NotTried("database away", Duration.ofSeconds(1)), new GivenBack(Duration.ofSeconds(1))));
    }

    @ParameterizedTest
    @MethodSource("outcomes")
    void eachOutcomeHasItsStep(CallOutcome outcome, NextStep step) {
        assertThat(withoutJitter().after(outcome, ClaimedFixture.withFailures(0), Duration.ZERO))
                .isEqualTo(step);
    }

    @Test
    void everyOutcomeThatThereIsWasAsked() {
        assertThat(Stream.concat(
                        outcomes()
                                .<Object>map(arguments -> arguments.get()[0].getClass())
                                .distinct(),
                        Stream.of(Unauthorized.class)))
                .containsExactlyInAnyOrder((Object[]) CallOutcome.class.getPermittedSubclasses());
    }

    @Test
    void whoIsRefusedHoldsTheDestinationAndIsBehindTheOthersLongerEachTimeUntilItIsHeldItself() {
        NextSteps steps = withoutJitter();

        for (int faults = 0; faults < 4; faults++) {
            DestinationHeld held = refused(steps, ClaimedFixture.withFaults(faults));
            assertThat(held.probe()).isFalse();
            assertThat(held.delay())
                    .isBetween(PROBE_INTERVAL.multipliedBy(1L << faults), PROBE_INTERVAL.multipliedBy(2L << faults));
        }
        assertThat(steps.after(new Unauthorized("403"), ClaimedFixture.withFaults(4), Duration.ZERO))
                .isEqualTo(new HeldAfterRefusals("refused again and again while others were not: 403"));
    }

    @Test
    void aRefusedProbeCountsNothingHoweverOften() {
        DestinationHeld held = refused(withoutJitter(), ClaimedFixture.aProbeWithFaults(4));

        assertThat(held.probe()).isTrue();
        assertThat(held.delay()).isBetween(PROBE_INTERVAL, PROBE_INTERVAL.multipliedBy(2));
    }

    private static DestinationHeld refused(NextSteps steps, Claimed claimed) {
        return (DestinationHeld) steps.after(new Unauthorized("401"), claimed, Duration.ZERO);
    }

    @Test
    void whatWasSentAndNeverAnsweredWaitsForAPersonWhereThatIsAskedFor() {
        NextSteps holding = nextSteps(OnUnknown.HOLD, 0, new Random(1));

        assertThat(holding.after(new Unknown("time-out"), ClaimedFixture.withFailures(0), Duration.ZERO))
                .isInstanceOf(Held.class);
        assertThat(holding.after(new Unreachable("refused"), ClaimedFixture.withFailures(0), Duration.ZERO))
                .isInstanceOf(Again.class);
    }

    @Test
    void theBackOffDoublesUpToItsLongest() {
        assertThat(IntStream.range(0, 12)
                        .mapToObj(failures -> delay(withoutJitter()
                                        .after(FAILED, ClaimedFixture.withFailures(failures), Duration.ZERO))
                                .toSeconds()))
                .containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 64L, 128L, 256L, 512L, 900L, 900L);
    }

    @ParameterizedTest
    @ValueSource(ints = {63, 64, 1_000, 10_000, Integer.MAX_VALUE})
    void howeverManyFailuresTheBackOffIsTheLongest(int failures) {
        assertThat(delay(withoutJitter().after(FAILED, ClaimedFixture.withFailures(failures), Duration.ZERO)))
                .isEqualTo(Duration.ofMinutes(15));
        assertThat(delayOfFault(withoutJitter(), 3)).isEqualTo(Duration.ofSeconds(8));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 9, 10, 10_000})
    void jitterStaysInItsBounds(int failures) {
        NextSteps steps = nextSteps(OnUnknown.RETRY, 0.5, new Random(42));
        double middle = Math.min(900_000, 1000 * Math.pow(2, failures));

        List<Long> delays = IntStream.range(0, 2_000)
                .mapToObj(i -> delay(steps.after(FAILED, ClaimedFixture.withFailures(failures), Duration.ZERO))
                        .toMillis())
                .toList();

        assertThat(delays)
                .allSatisfy(delay -> assertThat((double) delay)
                        .isBetween(Math.floor(middle * 0.5), Math.min(900_000, Math.ceil(middle * 1.5))));
        assertThat(delays.stream().distinct().count()).as("spread").isGreaterThan(300);
    }

    @Test
    void theDestinationMayAskForALongerWaitButNotForAShorterOne() {
        assertThat(delay(withoutJitter()
                        .after(throttled(Duration.ofMinutes(40)), ClaimedFixture.withFailures(0), Duration.ZERO)))
                .isEqualTo(Duration.ofMinutes(40));
        assertThat(delay(withoutJitter()
                        .after(
                                new Failed(Optional.of(Duration.ofMinutes(40))),
                                ClaimedFixture.withFailures(0),
                                Duration.ZERO)))
                .isEqualTo(Duration.ofMinutes(40));
        assertThat(delay(
                        withoutJitter().after(throttled(Duration.ZERO), ClaimedFixture.withFailures(3), Duration.ZERO)))
                .isEqualTo(Duration.ofSeconds(8));
    }

    @Test
    void aWaitBeyondMaxAgeIsCutToIt() {
        Duration age = MAX_AGE.minusMinutes(5);

        assertThat(delay(withoutJitter().after(FAILED, ClaimedFixture.withFailures(30), age)))
                .isEqualTo(Duration.ofMinutes(5));
        assertThat(delay(withoutJitter().after(throttled(Duration.ofDays(365)), ClaimedFixture.withFailures(0), age)))
                .isEqualTo(Duration.ofMinutes(5));
        assertThat(delay(withoutJitter()
                        .after(throttled(Duration.ofSeconds(Long.MAX_VALUE)), ClaimedFixture.withFailures(0), age)))
                .isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void theLastTryIsMadeAtMaxAgeAndIsTheLast() {
        NextStep before = withoutJitter().after(FAILED, ClaimedFixture.withFailures(30), MAX_AGE.minusMillis(1));
        assertThat(delay(before)).isEqualTo(Duration.ofMillis(1));

        assertThat(withoutJitter().after(FAILED, ClaimedFixture.withFailures(31), MAX_AGE))
                .isEqualTo(new Settled(DeliveryStatus.DEAD));
        assertThat(withoutJitter()
                        .after(
                                throttled(Duration.ofMinutes(1)),
                                ClaimedFixture.withFailures(31),
                                MAX_AGE.plusDays(1000)))
                .isEqualTo(new Settled(DeliveryStatus.DEAD));
    }

    @Test
    void whatIsAcceptedOrRefusedAtMaxAgeIsNotDead() {
        assertThat(withoutJitter().after(new Accepted(null), ClaimedFixture.withFailures(31), MAX_AGE.plusDays(1)))
                .isEqualTo(new Settled(DeliveryStatus.DELIVERED));
        assertThat(withoutJitter().after(new Unauthorized("401"), ClaimedFixture.withFailures(31), MAX_AGE.plusDays(1)))
                .isInstanceOf(DestinationHeld.class);
    }

    @Test
    void fourFaultsAreTriedAgainLaterAndLaterAndTheFifthHolds() {
        assertThat(IntStream.range(0, 4)
                        .mapToObj(
                                faults -> delayOfFault(withoutJitter(), faults).toSeconds()))
                .containsExactly(1L, 2L, 4L, 8L);
        assertThat(withoutJitter().afterFault(4, false)).isInstanceOf(HeldAfterFault.class);
        assertThat(withoutJitter().afterFault(5, false)).isInstanceOf(HeldAfterFault.class);
    }

    @Test
    void whatMayHaveBeenSentWaitsForAPersonAlsoAfterAFaultOrALostWorkerWhereThatIsAskedFor() {
        NextSteps holding = nextSteps(OnUnknown.HOLD, 0, new Random(1));

        assertThat(holding.afterFault(0, true)).isInstanceOf(HeldAfterFault.class);
        assertThat(holding.afterFault(0, false)).isInstanceOf(AgainAfterFault.class);
        assertThat(holding.afterTakeOver(1))
                .isEqualTo(new Held("may have been sent, and its worker did not come back"));
    }

    @Test
    void whatWasTakenOverIsPutBackAndSpreadEvenWithoutJitterUntilItWasSoFiveTimes() {
        NextSteps steps = withoutJitter();
        for (int faults = 1; faults < 5; faults++) {
            int now = faults;
            List<Long> delays = IntStream.range(0, 1_000)
                    .mapToObj(
                            i -> ((GivenBack) steps.afterTakeOver(now)).delay().toMillis())
                    .toList();
            assertThat(delays).allSatisfy(delay -> assertThat(delay).isBetween(0L, 1_000L << now));
            assertThat(delays.stream().distinct().count()).as("spread").isGreaterThan(300);
        }
        assertThat(steps.afterTakeOver(5)).isEqualTo(new Held("its worker died or failed 5 times"));
    }

    private static Throttled throttled(Duration retryAfter) {
        return new Throttled(Optional.of(retryAfter));
    }

    private static Duration delay(NextStep step) {
        return ((Again) step).delay();
    }

    private static Duration delayOfFault(NextSteps steps, int faults) {
        return ((AgainAfterFault) steps.afterFault(faults, false)).delay();
    }

    private static NextSteps withoutJitter() {
        return nextSteps(OnUnknown.RETRY, 0, new Random(1));
    }

    private static NextSteps nextSteps(OnUnknown onUnknown, double jitter, RandomGenerator random) {
        return new NextSteps(
                new Carriage(
                        16,
                        onUnknown,
                        Duration.ofSeconds(30),
                        new Retry(Duration.ofSeconds(1), 2, Duration.ofMinutes(15), jitter, MAX_AGE)),
                random);
    }
}
