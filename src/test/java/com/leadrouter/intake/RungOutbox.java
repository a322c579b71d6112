package com.leadrouter.intake;

import com.leadrouter.delivery.Outbox;
import com.leadrouter.lead.DestinationName;
import com.leadrouter.lead.Lead;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.springframework.http.converter.json.Jackson2ObjectMapperBuilder;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Entries without order, who was rung for, and what could be seen by then. */
record RungOutbox(
        ConcurrentLinkedQueue<DestinationName> rung, ConcurrentLinkedQueue<Integer> seen, Supplier<Integer> look)
        implements Outbox {

    RungOutbox() {
        this(() -> 0);
    }

    RungOutbox(Supplier<Integer> look) {
        this(new ConcurrentLinkedQueue<>(), new ConcurrentLinkedQueue<>(), look);
    }

    @Override
    public List<Entry> entries(Lead lead, Collection<DestinationName> destinations) {
        return destinations.stream().map(name -> new Entry(name, null, null)).toList();
    }

    @Override
    public void ring(Collection<DestinationName> destinations) {
        rung.addAll(destinations);
        seen.add(look.get());
    }

    /** What takes in on this database and rings here. */
    TakeIn takeIn(DataSource dataSource) {
        NewLeads leads = new NewLeads(
                JdbcClient.create(dataSource),
                Jackson2ObjectMapperBuilder.json().build(),
                this,
                new IntakeSettings(Duration.ofDays(30)));
        return new TakeIn(leads, this);
    }
}
