package com.leadrouter.operations;

import com.leadrouter.delivery.Destinations;
import com.leadrouter.delivery.Headroom;
import com.leadrouter.delivery.Holds;
import com.leadrouter.delivery.Outbox;
import com.leadrouter.delivery.Resending;
import com.leadrouter.delivery.Resending.Found;
import com.leadrouter.delivery.Resending.Resent;
import com.leadrouter.lead.DestinationName;
import com.leadrouter.lead.LeadId;
import com.leadrouter.operations.RetryJobs.Leased;
import com.leadrouter.platform.Chore;
import com.leadrouter.platform.Chores;
import com.leadrouter.platform.WithoutMessages;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.context.WebServerGracefulShutdownLifecycle;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Runs the re-sending in bulk that is nobody else's: a few deliveries at a time, and only while their destination has room
 * beside what comes in fresh. A job whose replica dies goes on at another when its lease has run out.
 */
@Component
final class RetryRunner implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(RetryRunner.class);

    private static final Duration STEP = Duration.ofMillis(50);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** To one destination in one step: 200 a second. */
    private static final int LARGEST_STEP = 10;

    private static final LeadId BEFORE_ALL = new LeadId(new UUID(0, 0));

    private static final class Run {
        private final Leased job;
        private final Map<DestinationName, LeadId> places = new LinkedHashMap<>();
        private final Set<DestinationName> passedOver = new HashSet<>();
        private long keptNanos = System.nanoTime();
        private boolean isStuck;

        Run(Leased job, List<DestinationName> destinations) {
            this.job = job;
            destinations.forEach(destination -> places.put(destination, BEFORE_ALL));
        }
    }

    private final RetryJobs jobs;
    private final Resending resending;
    private final Headroom headroom;
    private final Destinations destinations;
    private final Outbox outbox;
    private final Duration lease;
    private final TransactionOperations transactions;
    private final Map<Leased, Run> runs = new LinkedHashMap<>();
    private Chores chores = new Chores(0);
    private long lookedNanos = System.nanoTime() - LOOK.toNanos();
    private volatile boolean running;

    RetryRunner(
            DataSource dataSource,
            RetryJobs jobs,
            Resending resending,
            Headroom headroom,
            Destinations destinations,
            Outbox outbox,
            Holds holds) {
        this.transactions = new TransactionTemplate(new JdbcTransactionManager(dataSource));
        this.jobs = jobs;
        this.resending = resending;
        this.headroom = headroom;
        this.destinations = destinations;
        this.outbox = outbox;
        this.lease = holds.lease();
    }

    @Override
    public void start() {
        running = true;
        chores = new Chores(1);
        chores.add(new Chore("re-send in bulk", STEP, this::round));
    }

    private void round() {
        if (System.nanoTime() - lookedNanos >= LOOK.toNanos()) {
            look();
        }
        step();
    }

    /** Takes over what nobody runs. */
    synchronized void look() {
        lookedNanos = System.nanoTime();
        for (Leased job : jobs.take(lease)) {
            log.info("re-sending in bulk: job {} runs here", job.id());
            runs.put(job, new Run(job, jobs.destinations(job)));
        }
    }

    /** One step of each job that runs here; one that fails is no other's affair. */
    synchronized void step() {
        for (Run run : List.copyOf(runs.values())) {
            try {
                Map<DestinationName, Integer> room = room(run);
                boolean isToBeKept =
                        System.nanoTime() - run.keptNanos > lease.dividedBy(3).toNanos();
                if (!room.isEmpty() || run.places.isEmpty() || isToBeKept) {
                    step(run, room);
                }
                run.isStuck = false;
            } catch (RuntimeException e) {
                if (!run.isStuck) {
                    run.isStuck = true;
                    log.warn("re-sending in bulk: job {} cannot go on; trying on", run.job.id(), WithoutMessages.of(e));
                }
            }
        }
    }

    private Map<DestinationName, Integer> room(Run run) {
        Map<DestinationName, Integer> room = new HashMap<>();
        for (DestinationName destination : run.places.keySet()) {
            // What is no destination any more is taken off the list and stays as it is.
            int there = destinations.names().contains(destination) ? headroom.of(destination) : LARGEST_STEP;
            if (there > 0) {
                room.put(destination, Math.min(there, LARGEST_STEP));
            }
        }
        return room;
    }

    private enum Now {
        RUNS,
        IS_DONE,
        IS_NOT_OURS
    }

    private void step(Run run, Map<DestinationName, Integer> room) {
        Map<DestinationName, LeadId> places = new LinkedHashMap<>(run.places);
        Set<DestinationName> passedOver = new HashSet<>(run.passedOver);
        Now now = Objects.requireNonNull(transactions.execute(transaction -> {
            // First of all, so that whoever stops it waits for this step or is seen by it.
            if (!jobs.keep(run.job, lease, 0)) {
                return Now.IS_NOT_OURS;
            }
            Map<DestinationName, List<Found>> next = new LinkedHashMap<>();
            room.forEach((destination, most) -> next.put(
                    destination,
                    jobs.next(run.job, destination, Objects.requireNonNull(places.get(destination)), most)));
            // All in one, for deliveries are locked in one order.
            Resent resent =
                    resending.retry(next.values().stream().flatMap(List::stream).toList(), Duration.ZERO);
            next.forEach((destination, found) -> {
                List<LeadId> done = found.stream()
                        .filter(one -> !resent.locked().contains(one))
                        .map(Found::leadId)
                        .toList();
                jobs.takeOff(run.job, destination, done);
                if (done.size() < found.size()) {
                    passedOver.add(destination);
                }
                if (found.size() == Objects.requireNonNull(room.get(destination))) {
                    places.put(destination, found.getLast().leadId());
                } else if (passedOver.remove(destination)) {
                    places.put(destination, BEFORE_ALL);
                } else {
                    places.remove(destination);
                }
            });
            if (resent.sent() > 0 && !jobs.keep(run.job, lease, resent.sent())) {
                throw new IllegalStateException("a row that is locked here has changed");
            }
            if (places.isEmpty()) {
                var unused = jobs.end(run.job.id(), RetryJob.State.DONE);
                return Now.IS_DONE;
            }
            return Now.RUNS;
        }));
        run.keptNanos = System.nanoTime();
        run.places.keySet().retainAll(places.keySet());
        run.places.putAll(places);
        run.passedOver.clear();
        run.passedOver.addAll(passedOver);
        switch (now) {
            case RUNS -> outbox.ring(room.keySet());
            case IS_DONE -> {
                outbox.ring(room.keySet());
                runs.remove(run.job);
                log.info("re-sending in bulk: job {} is done", run.job.id());
            }
            case IS_NOT_OURS -> {
                runs.remove(run.job);
                log.info("re-sending in bulk: job {} does not run here any more", run.job.id());
            }
        }
    }

    /** With all others that are to end by one deadline, and not before them. */
    @Override
    public int getPhase() {
        return WebServerGracefulShutdownLifecycle.SMART_LIFECYCLE_PHASE;
    }

    // To give jobs back is a courtesy: whoever waits for the database here would take the time of those that land.
    @Override
    public void stop(Runnable callback) {
        Thread end = Thread.ofPlatform().name("bulk-end").daemon().start(this::stop);
        Thread.ofPlatform().name("bulk-end-wait").start(() -> {
            try {
                var unused = end.join(PATIENCE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                callback.run();
            }
        });
    }

    @Override
    public void stop() {
        chores.close();
        giveBack();
        running = false;
    }

    // Another replica goes on at once; else it would wait for the lease to run out.
    private synchronized void giveBack() {
        try {
            runs.keySet().forEach(jobs::giveBack);
        } catch (RuntimeException e) {
            log.warn("the jobs that run here could not be given back; their leases will run out");
        }
        runs.clear();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
