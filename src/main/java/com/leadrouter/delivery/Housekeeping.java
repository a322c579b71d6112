package com.leadrouter.delivery;

import com.leadrouter.platform.Chore;
import com.leadrouter.platform.HasChores;
import java.time.Duration;
import java.util.List;
import org.springframework.stereotype.Component;

/** What has to be done again and again beside the deliveries. */
@Component
final class Housekeeping implements HasChores {

    private final DestinationStates states;
    private final Partitions partitions;
    private final OutboxGauges gauges;
    private final Conservation conservation;
    private final Ledger ledger;

    Housekeeping(
            DestinationStates states,
            Partitions partitions,
            OutboxGauges gauges,
            Conservation conservation,
            Ledger ledger) {
        this.states = states;
        this.partitions = partitions;
        this.gauges = gauges;
        this.conservation = conservation;
        this.ledger = ledger;
    }

    @Override
    public List<Chore> chores() {
        return List.of(
                new Chore("look at the destinations' states", Duration.ofSeconds(1), states::refresh),
                new Chore("note the destinations' last successes", Duration.ofSeconds(5), states::noteSuccesses),
                new Chore("sample the outbox", Duration.ofSeconds(5), gauges::sample),
                new Chore("count what is new", Duration.ofSeconds(30), conservation::countNew),
                new Chore("count everything", Duration.ofDays(1), conservation::countAll),
                new Chore("make partitions", Duration.ofHours(1), partitions::makeAhead),
                new Chore("forget who was on the way", Duration.ofDays(1), ledger::forgetPersons));
    }
}
