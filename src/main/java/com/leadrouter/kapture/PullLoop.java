package com.leadrouter.kapture;

import com.leadrouter.delivery.Holds;
import com.leadrouter.delivery.Holds.Standing;
import com.leadrouter.kapture.KapturePulls.Claimed;
import com.leadrouter.kapture.KaptureTenants.Tenant;
import com.leadrouter.kapture.PullRun.Ended;
import com.leadrouter.platform.DataErrors;
import com.leadrouter.platform.WithoutMessages;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Makes the pulls of one destination, one after the other, with those of other replicas between them. */
final class PullLoop implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(PullLoop.class);

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    private final Tenant tenant;
    private final KapturePulls pulls;
    private final ToldCustomers customers;
    private final Holds holds;
    private final PullMetrics metrics;

    private final Semaphore bell = new Semaphore(0);
    private volatile boolean stopping;
    private volatile @Nullable PullRun current;
    private boolean failing;

    PullLoop(Tenant tenant, KapturePulls pulls, ToldCustomers customers, Holds holds, PullMetrics metrics) {
        this.tenant = tenant;
        this.pulls = pulls;
        this.customers = customers;
        this.holds = holds;
        this.metrics = metrics;
        for (PullMetrics.Result result : PullMetrics.Result.values()) {
            metrics.ended(tenant.name(), result);
        }
    }

    @Override
    public void run() {
        MDC.put("destination", tenant.name().value());
        try {
            while (!stopping) {
                if (!lookOnce()) {
                    var unused = bell.tryAcquire(BETWEEN_LOOKS.toNanos(), TimeUnit.NANOSECONDS);
                }
            }
        } catch (InterruptedException e) {
            // By whoever stops us.
        } finally {
            MDC.clear();
        }
    }

    // Errors too: without this loop nothing is pulled any more.
    private boolean lookOnce() {
        try {
            boolean pulled = look();
            failing = false;
            return pulled;
        } catch (Throwable e) {
            if (!failing && !stopping) {
                log.warn("cannot look for pulls to make; trying on", WithoutMessages.of(e));
            }
            failing = true;
            return false;
        }
    }

    /** Makes a pull, if there is one to make; whether there was. */
    boolean look() {
        Standing standing = holds.of(tenant.name());
        if (standing == Standing.PAUSED) {
            return false;
        }
        KaptureSettings.Pull schedule = tenant.settings().pull();
        boolean scheduledToo = standing == Standing.RUNNING || !tenant.pullsWithTheDeliveriesKey();
        if (scheduledToo && !schedule.every().isZero()) {
            if (pulls.schedule(tenant.name(), schedule.every(), schedule.lookback())) {
                log.warn(
                        "no pull of the schedule was done for longer than {} days; what was before is pulled on request only",
                        KapturePulls.FURTHEST_BACK.toDays());
            }
        }
        int deadly = pulls.endTheDeadly(tenant.name());
        metrics.ended(tenant.name(), PullMetrics.Result.FAILED).increment(deadly);
        Optional<Claimed> claimed = pulls.claim(tenant.name(), scheduledToo, holds.lease());
        claimed.ifPresent(this::make);
        return claimed.isPresent();
    }

    private void make(Claimed claimed) {
        PullRun run = new PullRun(claimed, tenant, pulls, customers, holds);
        boolean leftToWhoeverStopsUs = false;
        current = run;
        try {
            if (stopping) {
                run.stop();
            }
            run.run().ifPresent(ended -> ended(claimed, ended));
        } catch (KapturePulls.Lost e) {
            log.warn("pull {} was taken over by another replica, or its lease ran out", claimed.id());
        } catch (RuntimeException e) {
            // The interrupt may have cost the connection as well.
            leftToWhoeverStopsUs = stopping;
            if (!stopping && DataErrors.isDataError(e)) {
                log.warn("pull {} cannot be written", claimed.id(), WithoutMessages.of(e));
                fail(claimed);
            } else if (!stopping) {
                // Its lease runs out, and whoever takes it up begins at the window that was not done.
                log.warn("pull {} broke off; it is taken up again", claimed.id(), WithoutMessages.of(e));
            }
        } finally {
            if (!leftToWhoeverStopsUs) {
                current = null;
            }
        }
    }

    private void fail(Claimed claimed) {
        try {
            pulls.failed(claimed, "it cannot be written");
            metrics.ended(tenant.name(), PullMetrics.Result.FAILED).increment();
        } catch (KapturePulls.Lost e) {
            // Then it is not ours to end.
        }
    }

    private void ended(Claimed claimed, Ended ended) {
        metrics.ended(tenant.name(), ended.result()).increment();
        ended.error()
                .ifPresentOrElse(
                        error -> log.warn("pull {} failed: {}", claimed.id(), error),
                        () -> log.info("pull {} is done", claimed.id()));
    }

    /** Looks at once: a pull was requested. */
    void ring() {
        bell.release();
    }

    /** Keeps what is being made ours. */
    void renew() {
        PullRun run = current;
        if (run != null) {
            try {
                run.renew();
            } catch (KapturePulls.Lost e) {
                // Its next batch finds out too.
                run.stop();
            }
        }
    }

    /** Ends soon what is being made, and begins nothing more. */
    void stop() {
        stopping = true;
        PullRun run = current;
        if (run != null) {
            run.stop();
        }
        bell.release();
    }

    /** Gives back what is being made still, without its doing. */
    void giveBack() {
        PullRun run = current;
        if (run != null) {
            try {
                run.giveBack();
            } catch (KapturePulls.Lost e) {
                // It has been given back, or taken over.
            }
        }
    }
}
