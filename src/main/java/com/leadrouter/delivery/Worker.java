package com.leadrouter.delivery;

import com.leadrouter.delivery.DestinationStates.Stop;
import com.leadrouter.lead.LeadId;
import com.leadrouter.platform.WithoutMessages;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Delivers to one destination: one loop that claims no more than there are free slots, one virtual thread for each
 * delivery on its way. A slot is free again only when the result is durable.
 */
final class Worker implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(Worker.class);

    private static final Duration SHORTEST_IDLE = Duration.ofMillis(200);
    private static final Duration LONGEST_IDLE = Duration.ofSeconds(1);

    private final Destination destination;
    private final Ledger ledger;
    private final Recorder recorder;
    private final DestinationStates states;
    private final Function<Claimed, Flight> flights;

    private final Semaphore slots;
    private final Pace pace;
    private final Bell bell = new Bell();
    private final Set<Flight> inFlight = ConcurrentHashMap.newKeySet();
    private volatile boolean claiming = true;
    private volatile boolean waitsForLanding;
    private Turn turn = Turn.OLDEST_FIRST;

    Worker(
            Destination destination,
            Ledger ledger,
            Recorder recorder,
            DestinationStates states,
            Function<Claimed, Flight> flights) {
        this.destination = destination;
        this.ledger = ledger;
        this.recorder = recorder;
        this.states = states;
        this.flights = flights;
        this.slots = new Semaphore(destination.settings().concurrency());
        this.pace = new Pace(destination.settings().concurrency());
    }

    void ring() {
        bell.ring();
    }

    Collection<Flight> inFlight() {
        return List.copyOf(inFlight);
    }

    @Override
    public void run() {
        MDC.put("destination", destination.name().value());
        Duration idle = SHORTEST_IDLE;
        boolean databaseAway = false;
        while (claiming) {
            try {
                boolean more = claimRound();
                if (databaseAway) {
                    databaseAway = false;
                    log.info("the database is back");
                }
                idle = more || bell.await(idle) ? SHORTEST_IDLE : longer(idle);
            } catch (InterruptedException e) {
                return;
                // Errors too: without this loop nothing goes to the destination any more.
            } catch (Throwable e) {
                if (!databaseAway) {
                    databaseAway = true;
                    log.warn("cannot claim; trying on", WithoutMessages.of(e));
                }
                rest();
            }
        }
    }

    private static Duration longer(Duration idle) {
        Duration twice = idle.multipliedBy(2);
        return twice.compareTo(LONGEST_IDLE) > 0 ? LONGEST_IDLE : twice;
    }

    private void rest() {
        try {
            bell.await(LONGEST_IDLE);
        } catch (InterruptedException e) {
            claiming = false;
        }
    }

    /** Claims for the free slots and sends them off; true where there may be more at once. */
    private boolean claimRound() throws InterruptedException {
        if (recorder.isBehind()) {
            return false;
        }
        Stop stop = states.stopOf(destination.name());
        if (stop != null) {
            pace.stopped();
            probe(stop);
            return false;
        }
        int capacity = destination.courier().capacity();
        if (capacity == 0) {
            pace.stopped();
            return false;
        }
        int free = Math.min(slots.availablePermits(), pace.allowed() - inFlight.size());
        if (free <= 0) {
            awaitLanding();
            return true;
        }
        // Powers of two, so that the database sees few different statements.
        int wanted = Integer.highestOneBit(Math.min(free, capacity));
        turn = turn.next();
        return claim(wanted, turn, false).size() == wanted;
    }

    /**
     * How many more may be made due so that what comes in fresh finds a slot: half of them are kept for it, and what waits
     * already goes first.
     */
    int headroom() {
        if (!claiming || recorder.isBehind() || states.stopOf(destination.name()) != null) {
            return 0;
        }
        int half = Math.max(1, destination.settings().concurrency() / 2);
        int room = Math.min(destination.courier().capacity(), Math.min(half, pace.allowed())) - inFlight.size();
        return room <= 0 ? 0 : Math.max(0, room - ledger.waiting(destination, room));
    }

    private void probe(Stop stop) {
        if (!stop.paused()
                && slots.availablePermits() > 0
                && states.takeProbe(destination.name(), destination.settings().probeInterval())
                && claim(1, Turn.OLDEST_FIRST, true).stream().allMatch(Claimed::takenOver)) {
            // There was nothing, or what was taken over is put back untried.
            states.giveProbeBack(destination.name());
        }
    }

    private void awaitLanding() throws InterruptedException {
        waitsForLanding = true;
        // What landed before the flag was up rang no bell.
        if (pace.allowed() <= inFlight.size()) {
            bell.await(LONGEST_IDLE);
        }
        waitsForLanding = false;
    }

    private List<Claimed> claim(int wanted, Turn turn, boolean probing) {
        // Only at the end are there fewer: whoever waits for the landing has them.
        if (!claiming || !slots.tryAcquire(wanted)) {
            return List.of();
        }
        List<Claimed> claimed = List.of();
        try {
            List<LeadId> here =
                    inFlight.stream().map(flight -> flight.claimed().leadId()).toList();
            claimed = ledger.claim(destination, wanted, turn, probing, here);
        } finally {
            slots.release(wanted - claimed.size());
        }
        claimed.forEach(this::sendOff);
        return claimed;
    }

    private void sendOff(Claimed claimed) {
        Flight flight = null;
        try {
            if (claimed.takenOver()) {
                recorder.tookOver(claimed);
            }
            flight = flights.apply(claimed);
            inFlight.add(flight);
            start(flight, claimed);
        } catch (Throwable e) {
            if (flight != null) {
                inFlight.remove(flight);
            }
            slots.release();
            log.error("{} cannot be sent off; its lease will run out", claimed, WithoutMessages.of(e));
        }
    }

    private void start(Flight flight, Claimed claimed) {
        Thread.ofVirtual().name("deliver-" + destination.name()).start(() -> {
            MDC.put("leadId", claimed.leadId().toString());
            MDC.put("destination", destination.name().value());
            try {
                flight.fly().ifPresent(settlement -> record(flight, settlement));
            } finally {
                inFlight.remove(flight);
                slots.release();
                if (waitsForLanding) {
                    bell.ring();
                }
                MDC.clear();
            }
        });
    }

    private void record(Flight flight, Settlement settlement) {
        try {
            if (recorder.record(flight, settlement)) {
                bell.ring();
            }
            if (settlement.step() instanceof NextStep.Settled) {
                pace.landedWell();
            }
        } catch (Throwable e) {
            log.error("a result could not be recorded; its lease will run out", WithoutMessages.of(e));
        }
    }

    void stopClaiming() {
        claiming = false;
        bell.ring();
    }

    /** Waits until nothing is on its way, and keeps it so; whether that came in time. */
    boolean awaitLanding(Duration atMost) throws InterruptedException {
        return slots.tryAcquire(
                destination.settings().concurrency(), Math.max(0, atMost.toNanos()), TimeUnit.NANOSECONDS);
    }

    /** Cuts off what is still on its way; answers the threads that put that on record. */
    List<Thread> cutOff() {
        return inFlight.stream()
                .flatMap(flight ->
                        flight.cutOff().stream().map(last -> Thread.ofVirtual().start(() -> record(flight, last))))
                .toList();
    }

    void giveUp() {
        recorder.giveUp();
    }
}
