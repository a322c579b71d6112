package com.leadrouter.operations;

import com.leadrouter.kapture.CustomerDesk;
import com.leadrouter.lead.DestinationName;
import com.leadrouter.platform.Chore;
import com.leadrouter.platform.HasChores;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Keeps reconciliation up in the background: asks for whom no pull confirms, counts days, and sets the gauge. */
@Component
final class Reconciling implements HasChores {

    private static final Duration ASK_EVERY = Duration.ofMinutes(1);
    private static final Duration COUNT_EVERY = Duration.ofMinutes(5);

    private final CustomerDesk desk;
    private final Asker asker;
    private final DailyReconciliations days;
    private final MeterRegistry registry;
    private final Map<DestinationName, AtomicLong> unconfirmed = new ConcurrentHashMap<>();

    Reconciling(CustomerDesk desk, Asker asker, DailyReconciliations days, MeterRegistry registry) {
        this.desk = desk;
        this.asker = asker;
        this.days = days;
        this.registry = registry;
    }

    @Override
    public List<Chore> chores() {
        return desk.destinations().stream().flatMap(this::chores).toList();
    }

    private Stream<Chore> chores(DestinationName destination) {
        unconfirmed.computeIfAbsent(destination, this::gauge);
        return Stream.of(
                new Chore("ask " + destination + " for customers", ASK_EVERY, () -> asker.ask(destination)),
                new Chore("reconcile the days of " + destination, COUNT_EVERY, () -> count(destination)));
    }

    /** Counts the days that are due, and what is left of them. */
    void count(DestinationName destination) {
        days.countDays(destination);
        unconfirmed.computeIfAbsent(destination, this::gauge).set(days.unconfirmedForADay(destination));
    }

    private AtomicLong gauge(DestinationName destination) {
        AtomicLong value = new AtomicLong();
        Gauge.builder("leadrouter.reconciliation.unconfirmed", value, AtomicLong::doubleValue)
                .description("Leads delivered more than a day ago that neither a pull nor a Get has confirmed;"
                        + " the same on every replica")
                .tag("destination", destination.value())
                .register(registry);
        return value;
    }
}
