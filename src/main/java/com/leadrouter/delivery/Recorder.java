package com.leadrouter.delivery;

import com.leadrouter.delivery.DestinationStates.Stop;
import com.leadrouter.delivery.NextStep.DestinationHeld;
import com.leadrouter.delivery.Settlements.Recorded;
import com.leadrouter.platform.DataErrors;
import com.leadrouter.platform.WithoutMessages;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Puts the results of one destination's tries on record and does what they say of the destination itself. While the
 * database is away a result waits here.
 */
final class Recorder {

    private static final Logger log = LoggerFactory.getLogger(Recorder.class);
    private static final Duration DATABASE_PAUSE = Duration.ofMillis(500);

    private final Destination destination;
    private final Settlements settlements;
    private final DestinationStates states;
    private final DeliveryMetrics metrics;
    private final AtomicInteger waiting = new AtomicInteger();
    private final Semaphore givenUp = new Semaphore(0);

    Recorder(Destination destination, Settlements settlements, DestinationStates states, DeliveryMetrics metrics) {
        this.destination = destination;
        this.settlements = settlements;
        this.states = states;
        this.metrics = metrics;
    }

    /** Whether results wait for the database. */
    boolean isBehind() {
        return waiting.get() > 0;
    }

    /** Stops waiting for the database: the leases of what is not on record will run out. */
    void giveUp() {
        givenUp.release();
    }

    /** Records the result, however long the database is away; whether that lets other deliveries be claimed. */
    boolean record(Flight flight, Settlement settlement) {
        try {
            return recordNow(flight, settlement);
        } catch (DataAccessException | TransactionException e) {
            if (DataErrors.isDataError(e)) {
                return refused(settlement, e);
            }
            log.warn(
                    "the result of attempt {} waits for the database ({})",
                    attempt(settlement),
                    WithoutMessages.inShort(e));
        }
        waiting.incrementAndGet();
        try {
            while (!givenUp.tryAcquire(DATABASE_PAUSE.toNanos(), TimeUnit.NANOSECONDS)) {
                try {
                    recordNow(flight, settlement);
                    // The loop has been waiting for this, whatever else it brought.
                    return true;
                } catch (DataAccessException | TransactionException e) {
                    if (DataErrors.isDataError(e)) {
                        return refused(settlement, e);
                    }
                    log.debug("still waiting for the database");
                }
            }
            givenUp.release();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            waiting.decrementAndGet();
        }
        log.error("the result of attempt {} is not on record; its lease will run out", attempt(settlement));
        return false;
    }

    // Waiting would not mend it, and would stop the destination. The lost lease counts as a fault; five hold it.
    private static boolean refused(Settlement settlement, RuntimeException why) {
        log.error(
                "the database refuses the result of attempt {}; its lease will run out",
                attempt(settlement),
                WithoutMessages.of(why));
        return false;
    }

    /** Notes that a lease had run out: its worker died, froze, or could not record the result. */
    void tookOver(Claimed claimed) {
        metrics.fault(destination.name());
        log.warn("{} taken over: its lease had run out", claimed);
    }

    private boolean recordNow(Flight flight, Settlement settlement) {
        if (settlement.step() instanceof DestinationHeld held) {
            states.hold(
                    destination.name(), held.reason(), destination.settings().probeInterval());
        }
        Recorded recorded = settlements.record(settlement);
        metrics.called(settlement);
        if (!recorded.ours()) {
            log.warn("attempt {} had lost its lease: its result changes nothing", attempt(settlement));
            return false;
        }
        metrics.recorded(settlement);
        tell(settlement);
        return released(flight, settlement) || recorded.anotherWaits();
    }

    // The result is on record whatever comes of this; the next one that is no 401 tries again.
    private boolean released(Flight flight, Settlement settlement) {
        try {
            boolean released = endsAHold(settlement) && states.release(destination.name(), flight.startedAt());
            if (released) {
                log.info("the destination takes deliveries again");
            }
            return released;
        } catch (DataAccessException | TransactionException e) {
            log.warn("cannot release the destination; its next delivery will", WithoutMessages.of(e));
            return false;
        }
    }

    private boolean endsAHold(Settlement settlement) {
        Stop stop = states.stopOf(destination.name());
        return stop != null
                && !stop.paused()
                && settlement.outcome() != null
                && settlement.outcome() != Outcome.UNAUTHORIZED;
    }

    private static void tell(Settlement settlement) {
        int attempt = attempt(settlement);
        switch (settlement.step()) {
            case NextStep.Settled(var status) ->
                log.info("{} at attempt {}, {}", status, attempt, settlement.outcome());
            case NextStep.Again(var delay) ->
                log.info("attempt {} ended {}, again in {} ms", attempt, settlement.outcome(), delay.toMillis());
            case NextStep.AgainAfterFault(var delay) ->
                log.info("attempt {} failed inside us, again in {} ms", attempt, delay.toMillis());
            case NextStep.Held(var reason) -> log.warn("HELD after attempt {}: {}", attempt, reason);
            case NextStep.HeldAfterFault(var reason) -> log.warn("HELD after attempt {}: {}", attempt, reason);
            case NextStep.HeldAfterRefusals(var reason) -> log.warn("HELD after attempt {}: {}", attempt, reason);
            case NextStep.DestinationHeld held -> log.warn("the destination is held: {}", held.reason());
            case NextStep.GivenBack back -> log.debug("attempt {} given back", attempt);
        }
    }

    private static int attempt(Settlement settlement) {
        return settlement.claimed().attempt();
    }
}
