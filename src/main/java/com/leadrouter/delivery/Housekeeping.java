package com.leadrouter.delivery;

import com.leadrouter.platform.Chores;
import java.time.Duration;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** What has to be done again and again beside the deliveries, each on a thread of its own. */
@Component
final class Housekeeping implements SmartLifecycle {

    private static final int CHORES = 6;

    private final DestinationStates states;
    private final Partitions partitions;
    private final OutboxGauges gauges;
    private final Conservation conservation;
    private final Chores chores = new Chores(CHORES);
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
        chores.add("look at the destinations' states", Duration.ofSeconds(1), states::refresh);
        chores.add("note the destinations' last successes", Duration.ofSeconds(5), states::noteSuccesses);
        chores.add("sample the outbox", Duration.ofSeconds(5), gauges::sample);
        chores.add("count what is new", Duration.ofSeconds(30), conservation::countNew);
        chores.add("count everything", Duration.ofDays(1), conservation::countAll);
        chores.add("make partitions", Duration.ofDays(1), partitions::makeAhead);
    }

    @Override
    public void stop() {
        chores.close();
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
