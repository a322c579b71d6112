package com.leadrouter.kapture;

import com.leadrouter.delivery.Holds;
import com.leadrouter.lead.DestinationName;
import com.leadrouter.platform.Chore;
import com.leadrouter.platform.Chores;
import com.leadrouter.platform.WithoutMessages;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.context.WebServerGracefulShutdownLifecycle;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Runs one loop for each destination that has customers, and gives back what it cannot finish when the service stops. */
@Component
final class Puller implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Puller.class);

    /** For the customer that is being read, and then for a call that tells nothing. */
    private static final Duration LANDING = Duration.ofSeconds(2);

    private final KaptureTenants tenants;
    private final KapturePulls pulls;
    private final ToldCustomers customers;
    private final Holds holds;
    private final PullMetrics metrics;
    private final Map<DestinationName, PullLoop> loops = new LinkedHashMap<>();
    private List<Thread> threads = List.of();
    private final Chores chores = new Chores(1);
    private volatile boolean running;

    Puller(KaptureTenants tenants, KapturePulls pulls, ToldCustomers customers, Holds holds, PullMetrics metrics) {
        this.tenants = tenants;
        this.pulls = pulls;
        this.customers = customers;
        this.holds = holds;
        this.metrics = metrics;
    }

    @Override
    public void start() {
        running = true;
        tenants.all()
                .forEach(tenant -> loops.put(tenant.name(), new PullLoop(tenant, pulls, customers, holds, metrics)));
        // Virtual ones: to interrupt such a thread ends a read that waits for Kapture.
        threads = loops.entrySet().stream()
                .map(loop -> Thread.ofVirtual().name("pull-" + loop.getKey()).start(loop.getValue()))
                .toList();
        chores.add(new Chore(
                "renew the leases of pulls",
                holds.lease().dividedBy(3),
                () -> loops.values().forEach(PullLoop::renew)));
    }

    /** A pull was requested here. */
    void ring(DestinationName destination) {
        PullLoop loop = loops.get(destination);
        if (loop != null) {
            loop.ring();
        }
    }

    // The phase of the engine: both stop at once, under one time-out.
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
        Thread.ofPlatform().name("pulls-end").start(() -> {
            try {
                end();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                log.warn("a pull could not be given back; its lease will run out", WithoutMessages.of(e));
            } finally {
                running = false;
                callback.run();
            }
        });
    }

    private void end() throws InterruptedException {
        loops.values().forEach(PullLoop::stop);
        join();
        threads.forEach(Thread::interrupt);
        join();
        chores.close();
        loops.values().forEach(PullLoop::giveBack);
    }

    private void join() throws InterruptedException {
        long deadline = System.nanoTime() + LANDING.toNanos();
        for (Thread thread : threads) {
            thread.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
        }
    }
}
