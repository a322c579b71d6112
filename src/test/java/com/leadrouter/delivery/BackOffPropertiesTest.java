package com.leadrouter.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.leadrouter.delivery.CallOutcome.Throttled;
import com.leadrouter.delivery.DestinationSettings.Carriage;
import com.leadrouter.delivery.DestinationSettings.OnUnknown;
import com.leadrouter.delivery.DestinationSettings.Retry;
import com.leadrouter.delivery.NextStep.Again;
import com.leadrouter.delivery.NextStep.AgainAfterFault;
import com.leadrouter.delivery.NextStep.Settled;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

/** What holds of the back-off whatever is configured, however often it failed, and whatever the destination asks for. */
class BackOffPropertiesTest {

    private static final Duration ROUNDING = Duration.ofMillis(1);

    @Provide
    Arbitrary<Retry> schedules() {
        return Combinators.combine(
                        Arbitraries.longs().between(1, 60_000),
                        Arbitraries.doubles().between(1, 100),
                        Arbitraries.longs().between(0, 86_400_000),
                        Arbitraries.doubles().between(0, 0.99),
                        Arbitraries.longs().between(0, 259_200_000))
                .as((initial, multiplier, beyond, jitter, age) -> new Retry(
                        Duration.ofMillis(initial),
                        multiplier,
                        Duration.ofMillis(initial + beyond),
                        jitter,
                        Duration.ofMillis(initial + age)));
    }

    @Provide
    Arbitrary<Duration> durations() {
        return Arbitraries.longs().between(0, 400L * 86_400_000).map(Duration::ofMillis);
    }

    @Property
    void afterAFaultOfOursTheWaitKeepsToTheSameBounds(
            @ForAll("schedules") Retry retry, @ForAll @IntRange(max = 3) int faults, @ForAll long seed) {
        Duration wait = ((AgainAfterFault) steps(retry, seed).afterFault(faults, false)).delay();

        assertThat(wait).isLessThanOrEqualTo(retry.maxInterval());
        assertThat(wait.plus(ROUNDING).toMillis())
                .isGreaterThanOrEqualTo((long) (retry.initial().toMillis() * (1 - retry.jitter())));
    }

    @Property
    void noWaitEndsAfterMaxAgeAndWhatIsOlderIsDead(
            @ForAll("schedules") Retry retry,
            @ForAll @IntRange(min = 0) int failures,
            @ForAll("durations") Duration age,
            @ForAll("durations") Duration retryAfter,
            @ForAll long seed) {
        NextStep step = steps(retry, seed)
                .after(new Throttled(Optional.of(retryAfter)), ClaimedFixture.withFailures(failures), age);

        if (age.compareTo(retry.maxAge()) >= 0) {
            assertThat(step).isEqualTo(new Settled(DeliveryStatus.DEAD));
        } else {
            assertThat(age.plus(((Again) step).delay())).isLessThanOrEqualTo(retry.maxAge());
        }
    }

    @Property
    void theDestinationIsNeverAskedEarlierThanItWants(
            @ForAll("schedules") Retry retry,
            @ForAll @IntRange(min = 0) int failures,
            @ForAll("durations") Duration retryAfter,
            @ForAll long seed) {
        Again again = (Again) steps(retry, seed)
                .after(new Throttled(Optional.of(retryAfter)), ClaimedFixture.withFailures(failures), Duration.ZERO);

        Duration atMost = retry.maxAge();
        assertThat(again.delay()).isGreaterThanOrEqualTo(retryAfter.compareTo(atMost) > 0 ? atMost : retryAfter);
    }

    @Property
    void withoutJitterWaitsNeverGetShorter(
            @ForAll("schedules") Retry retry, @ForAll @IntRange(min = 0, max = Integer.MAX_VALUE - 1) int failures) {
        NextSteps steps = steps(withJitter(retry, 0), 1);

        assertThat(wait(steps, failures + 1)).isGreaterThanOrEqualTo(wait(steps, failures));
        assertThat(wait(steps, 0)).isEqualTo(retry.initial());
    }

    @Property
    void jitterKeepsToItsShareOfTheInterval(
            @ForAll("schedules") Retry retry,
            @ForAll @IntRange(min = 0, max = 60) int failures,
            @ForAll @DoubleRange(min = 0, max = 0.99) double jitter,
            @ForAll long seed) {
        Duration middle = wait(steps(withJitter(retry, 0), 1), failures);

        Duration wait = wait(steps(withJitter(retry, jitter), seed), failures);

        assertThat((double) wait.toMillis())
                .isBetween(
                        Math.min(
                                        middle.toMillis() * (1 - jitter),
                                        retry.maxAge().toMillis())
                                - 1,
                        middle.toMillis() * (1 + jitter) + 1);
    }

    private static Retry withJitter(Retry retry, double jitter) {
        return new Retry(retry.initial(), retry.multiplier(), retry.maxInterval(), jitter, retry.maxAge());
    }

    private static Duration wait(NextSteps steps, int failures) {
        return ((Again) steps.after(
                        new Throttled(Optional.empty()), ClaimedFixture.withFailures(failures), Duration.ZERO))
                .delay();
    }

    private static NextSteps steps(Retry retry, long seed) {
        return new NextSteps(new Carriage(16, OnUnknown.RETRY, Duration.ofSeconds(30), retry), new Random(seed));
    }
}
