package com.leadrouter.platform;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what has to be done again and again in the background, each chore at once and then after each pause. One that
 * fails is told of once, and tried on.
 */
public final class Chores implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Chores.class);

    private final ScheduledExecutorService threads;

    /** With as many threads as chores none waits for another. */
    public Chores(int threads) {
        this.threads = Executors.newScheduledThreadPool(threads);
    }

    public void add(Chore chore) {
        AtomicBoolean failing = new AtomicBoolean();
        var unused = threads.scheduleWithFixedDelay(
                () -> {
                    try {
                        chore.work().run();
                        failing.set(false);
                        // Errors too: a chore that throws is never done again.
                    } catch (Throwable e) {
                        if (!failing.getAndSet(true)) {
                            log.warn("cannot {}; trying on", chore.name(), WithoutMessages.of(e));
                        }
                    }
                },
                0,
                chore.every().toNanos(),
                TimeUnit.NANOSECONDS);
    }

    /** Does nothing more; what is being done is interrupted. */
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
