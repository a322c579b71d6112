package com.leadrouter.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.leadrouter.delivery.CallOutcome.Accepted;
import com.leadrouter.lead.LeadFixture;
import com.leadrouter.lead.LeadId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/** What has arrived is recorded as accepted, however its try ends. */
class FlightTest {

    private static final NextStep DELIVERED = new NextStep.Settled(DeliveryStatus.DELIVERED);

    private final AtomicReference<Optional<Settlement>> cutOff = new AtomicReference<>(Optional.empty());

    @Test
    void whereTheLeaseIsLostBeforeTheNextCall() throws Exception {
        isAccepted(fly((flight, log) -> {
                    log.arrived(new Accepted("7"));
                    flight.lease().lost();
                    log.begin("get");
                })
                .orElseThrow());
    }

    @Test
    void whereTheCourierFailsAfterIt() throws Exception {
        isAccepted(fly((flight, log) -> {
                    log.arrived(new Accepted("7"));
                    throw new IllegalStateException();
                })
                .orElseThrow());
    }

    @Test
    void whereItIsCutOffByAShutdownDuringTheNextCall() throws Exception {
        Optional<Settlement> ended = fly((flight, log) -> {
            log.arrived(new Accepted("7"));
            log.begin("get");
            cutOff.set(flight.cutOff());
            log.begin("get");
        });

        assertThat(ended).isEmpty();
        isAccepted(cutOff.get().orElseThrow());
    }

    @Test
    void butNotWhatIsToldOnlyAfterTheCut() throws Exception {
        fly((flight, log) -> {
            cutOff.set(flight.cutOff());
            log.arrived(new Accepted("7"));
        });

        assertThat(cutOff.get().orElseThrow().outcome()).isEqualTo(Outcome.UNKNOWN);
    }

    private static void isAccepted(Settlement settlement) {
        assertThat(settlement.step()).isEqualTo(DELIVERED);
        assertThat(settlement.outcome()).isEqualTo(Outcome.ACCEPTED);
        assertThat(settlement.externalId()).isEqualTo("7");
        assertThat(settlement.uncertain()).isFalse();
        assertThat(settlement.calls().getFirst().outcome()).isEqualTo(Outcome.ACCEPTED);
    }

    @Test
    void anErasedLeadIsNotSent() {
        Claimed claimed = new Claimed(
                new LeadId(new UUID(0, 1)),
                TestEngine.X,
                1,
                0,
                0,
                false,
                false,
                false,
                true,
                Duration.ZERO,
                Instant.EPOCH,
                "{}",
                true,
                System.nanoTime());
        Courier courier = TestCouriers.courier(false, (delivery, log) -> {
            throw new AssertionError("it was sent");
        });

        Settlement settlement = new Flight(
                        claimed,
                        courier,
                        new NextSteps(TestCouriers.SETTINGS, () -> 0),
                        Duration.ofSeconds(30),
                        TestEngine.JSON,
                        Clock.systemUTC())
                .fly()
                .orElseThrow();

        assertThat(settlement.step()).isEqualTo(new NextStep.Settled(DeliveryStatus.CANCELLED));
        assertThat(settlement.calls()).isEmpty();
    }

    /** Flies with a courier that has made one accepted call when it does what the test says. */
    private static Optional<Settlement> fly(BiConsumer<Flight, CallLog> afterTheCall) throws Exception {
        AtomicReference<Flight> self = new AtomicReference<>();
        Courier courier = TestCouriers.courier(false, (delivery, log) -> {
            log.begin("add").finish(Outcome.ACCEPTED, 200, null);
            afterTheCall.accept(self.get(), log);
            return new CallOutcome.Unknown("the courier's own end");
        });
        Claimed claimed = new Claimed(
                new LeadId(new UUID(0, 1)),
                TestEngine.X,
                1,
                0,
                0,
                false,
                false,
                false,
                false,
                Duration.ZERO,
                Instant.EPOCH,
                TestEngine.JSON.writeValueAsString(LeadFixture.aLead().build()),
                false,
                System.nanoTime());
        self.set(new Flight(
                claimed,
                courier,
                new NextSteps(TestCouriers.SETTINGS, () -> 0),
                Duration.ofSeconds(30),
                TestEngine.JSON,
                Clock.systemUTC()));
        return self.get().fly();
    }
}
