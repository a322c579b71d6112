package com.leadrouter.delivery;

import com.leadrouter.platform.WithoutMessages;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** What has to be done again and again beside the deliveries, each on a thread of its own. */
@Component
final class Housekeeping implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Housekeeping.class);
    private static final int CHORES = 5;

    private final DestinationStates states;
    private final Partitions partitions;
    private final OutboxGauges gauges;
    private final Conservation conservation;
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(CHORES);
    private volatile boolean running;

    Housekeeping(DestinationStates states, Partitions partitions, OutboxGauges gauges, Conservation conservation) {
        this.states = states;
        this.partitions = partitions;
        this.gauges = gauges;
        this.conservation = conservation;
    }

    @Override
    public void start() {
        running = true;
        chore("look at the destinations' states", Duration.ofSeconds(1), states::refresh);
        chore("sample the outbox", Duration.ofSeconds(5), gauges::sample);
        chore("count what is new", Duration.ofSeconds(30), conservation::countNew);
        chore("count everything", Duration.ofDays(1), conservation::countAll);
        chore("make partitions", Duration.ofDays(1), partitions::makeAhead);
    }

    private void chore(String name, Duration every, Runnable chore) {
        AtomicBoolean failing = new AtomicBoolean();
        var unused = threads.scheduleWithFixedDelay(
                () -> {
                    try {
                        chore.run();
                        failing.set(false);
                        // Errors too: a chore that throws is never done again.
                    } catch (Throwable e) {
                        if (!failing.getAndSet(true)) {
                            log.warn("cannot {}; trying on", name, WithoutMessages.of(e));
                        }
                    }
                },
                0,
                every.toNanos(),
                TimeUnit.NANOSECONDS);
    }

    @Override
    public void stop() {
        threads.shutdownNow();
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
