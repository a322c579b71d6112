package com.leadrouter.faults;

import static com.leadrouter.Eventually.within;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

/** What of a load one destination is still to get. */
record Backlog(Cluster cluster, Load load, String destination) {

    private static final Duration DRAINED_WITHIN = Duration.ofMinutes(5);

    private static final String OPEN = """
            select count(*)
            from delivery d join lead l on l.id = d.lead_id
            where l.email like :email and d.destination = :destination and d.due_at is not null
            """;

    long size() {
        return cluster.jdbc()
                .sql(OPEN)
                .param("email", load.emailPattern())
                .param("destination", destination)
                .query(Long.class)
                .single();
    }

    void awaitDrained() {
        within(DRAINED_WITHIN, () -> assertThat(size()).isZero());
    }
}
