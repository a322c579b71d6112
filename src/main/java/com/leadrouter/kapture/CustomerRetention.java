package com.leadrouter.kapture;

import com.leadrouter.kapture.FormerCustomers.Step;
import com.leadrouter.platform.Chore;
import com.leadrouter.platform.HasChores;
import com.leadrouter.platform.RetentionSettings;
import com.leadrouter.platform.Settings;
import java.time.Duration;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.springframework.stereotype.Component;

/**
 * Drops customers that nothing has told of for as long as leads are kept, and pulls of that time, a few at a time; of
 * customers whose leads are gone it takes away who they are.
 */
@Component
final class CustomerRetention implements HasChores {

    private static final Duration EVERY = Duration.ofHours(1);
    private static final int AT_A_TIME = 1000;

    private final ToldCustomers customers;
    private final FormerCustomers former;
    private final KapturePulls pulls;
    private final Duration retention;

    CustomerRetention(ToldCustomers customers, FormerCustomers former, KapturePulls pulls, Settings settings) {
        this.customers = customers;
        this.former = former;
        this.pulls = pulls;
        this.retention =
                settings.bind(RetentionSettings.PREFIX, RetentionSettings.class).leads();
    }

    @Override
    public List<Chore> chores() {
        Chore estrange =
                new Chore("take away who the customers without a lead are", EVERY, this::estrangeFormerCustomers);
        return retention.isZero()
                ? List.of(estrange)
                : List.of(
                        estrange,
                        new Chore("drop customers that are past their time", EVERY, this::dropCustomers),
                        new Chore("drop pulls that are past their time", EVERY, this::dropPulls));
    }

    void dropCustomers() {
        dropAll(most -> customers.drop(retention, most));
    }

    void dropPulls() {
        dropAll(most -> pulls.drop(retention, most));
    }

    void estrangeFormerCustomers() {
        Step step = Step.BEGINNING;
        do {
            step = former.next(step, AT_A_TIME);
        } while (step.looked() == AT_A_TIME && !Thread.currentThread().isInterrupted());
    }

    private static void dropAll(IntUnaryOperator some) {
        int dropped;
        do {
            dropped = some.applyAsInt(AT_A_TIME);
        } while (dropped == AT_A_TIME);
    }
}
