package com.leadrouter.delivery;

import com.leadrouter.delivery.DestinationStates.Stop;
import com.leadrouter.delivery.NextStep.DestinationHeld;
import com.leadrouter.delivery.Settlements.Recorded;
import com.leadrouter.platform.DataErrors;
import com.leadrouter.platform.WithoutMessages;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Puts the results of one destination's tries on record and does what they say of the destination itself. While the
 * database is away, or another session holds its rows, a result waits here.
 */
final class Recorder {

    private static final Logger log = LoggerFactory.getLogger(Recorder.class);
    private static final Duration DATABASE_PAUSE = Duration.ofMillis(500);

    // A renewal holds its rows for milliseconds, a stranger's session for as long as it likes.
    private static final Duration SHORTEST_LOCK_PAUSE = Duration.ofMillis(5);
    private static final Duration LONGEST_LOCK_PAUSE = Duration.ofMillis(160);

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

    /**
     * Records the result, however long the database is away or its rows are locked; whether that lets other deliveries
     * be claimed.
     */
    boolean record(Flight flight, Settlement settlement) {
        boolean behind = false;
        boolean wasBehind = false;
        Duration lockPause = SHORTEST_LOCK_PAUSE;
        try {
            while (true) {
                Duration pause;
                try {
                    Optional<Boolean> recorded = recordNow(flight, settlement);
                    if (recorded.isPresent()) {
                        // Where it was behind, the loop has been waiting for this, whatever else it brought.
                        return wasBehind || recorded.get();
                    }
                    // The database is there: a lock on this row is nobody else's affair.
                    behind = behind(behind, false);
                    pause = lockPause;
                    lockPause = longer(lockPause, settlement);
                } catch (DataAccessException | TransactionException e) {
                    if (DataErrors.isDataError(e)) {
                        return refused(settlement, e);
                    }
                    tellThatItWaits(behind, settlement, e);
                    behind = behind(behind, true);
                    wasBehind = true;
                    pause = DATABASE_PAUSE;
                }
                if (givenUp.tryAcquire(pause.toNanos(), TimeUnit.NANOSECONDS)) {
                    givenUp.release();
                    break;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            behind(behind, false);
        }
        log.error("the result of attempt {} is not on record; its lease will run out", attempt(settlement));
        return false;
    }

    /** Counts what is behind; answers what it was told. */
    private boolean behind(boolean before, boolean now) {
        if (before != now) {
            waiting.addAndGet(now ? 1 : -1);
        }
        return now;
    }

    private static void tellThatItWaits(boolean before, Settlement settlement, RuntimeException why) {
        if (before) {
            log.debug("still waiting for the database");
        } else {
            log.warn(
                    "the result of attempt {} waits for the database ({})",
                    attempt(settlement),
                    WithoutMessages.inShort(why));
        }
    }

    private static Duration longer(Duration pause, Settlement settlement) {
        Duration twice = pause.multipliedBy(2);
        if (twice.equals(LONGEST_LOCK_PAUSE)) {
            log.warn("the result of attempt {} waits: another session has locked its rows", attempt(settlement));
        }
        return twice.compareTo(LONGEST_LOCK_PAUSE) > 0 ? LONGEST_LOCK_PAUSE : twice;
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

    /** Empty where another session holds its rows. */
    private Optional<Boolean> recordNow(Flight flight, Settlement settlement) {
        if (settlement.step() instanceof DestinationHeld held) {
            states.hold(
                    destination.name(), held.reason(), destination.settings().probeInterval());
        }
        Optional<Recorded> result = settlements.record(settlement);
        if (result.isEmpty()) {
            return Optional.empty();
        }
        Recorded recorded = result.get();
        metrics.called(settlement);
        if (!recorded.ours()) {
            log.warn("attempt {} had lost its lease: its result changes nothing", attempt(settlement));
            return Optional.of(false);
        }
        if (recorded.cancelled()) {
            metrics.cancelled(destination.name());
            log.info("CANCELLED at attempt {}, as it was to be", attempt(settlement));
        } else {
            metrics.recorded(settlement);
            tell(settlement);
        }
        if (settlement.step() instanceof NextStep.Settled(var status) && status == DeliveryStatus.DELIVERED) {
            states.succeeded(destination.name(), flight.startedAt());
        }
        return Optional.of(released(flight, settlement) || recorded.anotherWaits());
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
