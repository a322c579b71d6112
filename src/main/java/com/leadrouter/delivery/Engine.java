package com.leadrouter.delivery;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.leadrouter.delivery.Leases.Renewal;
import com.leadrouter.lead.DestinationName;
import com.leadrouter.lead.Lead;
import com.leadrouter.platform.WithoutMessages;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.context.WebServerGracefulShutdownLifecycle;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Runs one worker for each destination, renews the leases of all that is on its way, and lands everything within one
 * deadline when the service stops.
 */
@Component
final class Engine implements SmartLifecycle, Outbox, Headroom {

    private static final Logger log = LoggerFactory.getLogger(Engine.class);

    /** For what is in flight at a stop; the rest of the 25 s is for recording what was cut off, and for the others. */
    private static final Duration LANDING = Duration.ofSeconds(20);

    private static final Duration RECORDING = Duration.ofSeconds(2);

    /** Of the thread that asks: all flights of a destination share it. */
    private static final RandomGenerator RANDOM =
            () -> ThreadLocalRandom.current().nextLong();

    private final ConfiguredDestinations destinations;
    private final Ledger ledger;
    private final Leases leases;
    private final DestinationStates states;
    private final boolean startPaused;
    private final Duration lease;
    private final Map<DestinationName, Worker> workers = new LinkedHashMap<>();
    private volatile boolean running;
    private final ScheduledExecutorService renewal = Executors.newSingleThreadScheduledExecutor();

    Engine(
            ConfiguredDestinations destinations,
            Ledger ledger,
            Leases leases,
            Settlements settlements,
            DestinationStates states,
            DeliveryMetrics metrics,
            EngineSettings settings,
            ObjectMapper json,
            Clock clock) {
        this.destinations = destinations;
        this.ledger = ledger;
        this.leases = leases;
        this.states = states;
        this.startPaused = settings.startPaused();
        this.lease = settings.lease();
        for (Destination destination : destinations.all()) {
            NextSteps nextSteps = new NextSteps(destination.settings(), RANDOM);
            workers.put(
                    destination.name(),
                    new Worker(
                            destination,
                            ledger,
                            new Recorder(destination, settlements, states, metrics),
                            states,
                            claimed -> new Flight(
                                    claimed, destination.courier(), nextSteps, settings.lease(), json, clock)));
        }
    }

    @Override
    public List<Entry> entries(Lead lead, Collection<DestinationName> to) {
        return to.stream()
                .map(name -> {
                    OrderKeys keys = destinations.get(name).keysOf(lead);
                    return new Entry(name, keys.phone(), keys.email());
                })
                .toList();
    }

    @Override
    public void ring(Collection<DestinationName> to) {
        to.forEach(name -> {
            Worker worker = workers.get(name);
            if (worker != null) {
                worker.ring();
            }
        });
    }

    @Override
    public int of(DestinationName destination) {
        Worker worker = workers.get(destination);
        return worker == null ? 0 : worker.headroom();
    }

    @Override
    public void start() {
        running = true;
        if (startPaused) {
            startPaused();
        }
        long everyMillis = lease.dividedBy(3).toMillis();
        var unused =
                renewal.scheduleWithFixedDelay(this::tryToRenewLeases, everyMillis, everyMillis, TimeUnit.MILLISECONDS);
        workers.forEach(
                (name, worker) -> Thread.ofPlatform().name("claim-" + name).start(worker));
    }

    private void startPaused() {
        destinations.all().forEach(destination -> states.pause(destination.name(), "lead-router.start-paused"));
        int held = ledger.doubtAllThatIsOpen(destinations.all());
        log.warn(
                "all destinations are paused (lead-router.start-paused); what is open counts as sent, {} are HELD",
                held);
    }

    // A run that throws would be the last one: no lease would ever be renewed again.
    private void tryToRenewLeases() {
        try {
            renewLeases();
        } catch (Throwable e) {
            log.warn("cannot renew leases; trying on", WithoutMessages.of(e));
        }
    }

    private void renewLeases() {
        List<Flight> flights = workers.values().stream()
                .flatMap(worker -> worker.inFlight().stream())
                .toList();
        if (flights.isEmpty()) {
            return;
        }
        long asked = System.nanoTime();
        List<Renewal> renewals =
                leases.renew(flights.stream().map(Flight::claimed).toList());
        for (int i = 0; i < flights.size(); i++) {
            Lease held = flights.get(i).lease();
            switch (renewals.get(i)) {
                case RENEWED -> held.renewed(asked);
                case NOT_NOW -> {} // until its end it is ours; before that we ask again
                case LOST -> held.lost();
            }
        }
    }

    // The phase of the web server's graceful shutdown: both stop at once, under one time-out.
    @Override
    public int getPhase() {
        return WebServerGracefulShutdownLifecycle.SMART_LIFECYCLE_PHASE;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public void stop() {
        stop(() -> {});
    }

    @Override
    public void stop(Runnable callback) {
        Thread.ofPlatform().name("landing").start(() -> {
            try {
                land();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                running = false;
                callback.run();
            }
        });
    }

    private void land() throws InterruptedException {
        workers.values().forEach(Worker::stopClaiming);
        if (!allLanded(System.nanoTime() + LANDING.toNanos())) {
            log.warn("not all deliveries ended in time: what was sent becomes UNKNOWN, the rest is given back");
            long deadline = System.nanoTime() + RECORDING.toNanos();
            List<Thread> recording = workers.values().stream()
                    .flatMap(worker -> worker.cutOff().stream())
                    .toList();
            for (Thread thread : recording) {
                thread.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
            }
            workers.values().forEach(Worker::giveUp);
        }
        renewal.shutdownNow();
    }

    private boolean allLanded(long deadline) throws InterruptedException {
        boolean landed = true;
        for (Worker worker : workers.values()) {
            landed &= worker.awaitLanding(Duration.ofNanos(deadline - System.nanoTime()));
        }
        return landed;
    }
}
