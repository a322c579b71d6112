package com.leadrouter.kapture;

import com.leadrouter.platform.Chores;
import com.leadrouter.platform.RetentionSettings;
import com.leadrouter.platform.Settings;
import java.time.Duration;
import java.util.function.IntUnaryOperator;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Drops customers that nothing has told of for as long as leads are kept, and pulls of that time, a few at a time. */
@Component
final class CustomerRetention implements SmartLifecycle {

    private static final Duration EVERY = Duration.ofHours(1);
    private static final int AT_A_TIME = 1000;
    private static final int CHORES = 2;

    private final ToldCustomers customers;
    private final KapturePulls pulls;
    private final Duration retention;
    private final Chores chores = new Chores(CHORES);
    private volatile boolean running;

    CustomerRetention(ToldCustomers customers, KapturePulls pulls, Settings settings) {
        this.customers = customers;
        this.pulls = pulls;
        this.retention =
                settings.bind(RetentionSettings.PREFIX, RetentionSettings.class).leads();
    }

    @Override
    public void start() {
        running = true;
        if (!retention.isZero()) {
            chores.add("drop customers that are past their time", EVERY, this::dropCustomers);
            chores.add("drop pulls that are past their time", EVERY, this::dropPulls);
        }
    }

    void dropCustomers() {
        dropAll(most -> customers.drop(retention, most));
    }

    void dropPulls() {
        dropAll(most -> pulls.drop(retention, most));
    }

    private static void dropAll(IntUnaryOperator some) {
        int dropped;
        do {
            dropped = some.applyAsInt(AT_A_TIME);
        } while (dropped == AT_A_TIME);
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
