package com.leadrouter.delivery;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Makes the monthly partitions of leads, deliveries and calls far ahead of their time, and tells how far there are any. */
@Component
final class Partitions {

    private static final int MONTHS_AHEAD = 6;

    private final JdbcClient jdbc;
    private final AtomicInteger ahead = new AtomicInteger(MONTHS_AHEAD);

    Partitions(JdbcClient jdbc, MeterRegistry registry) {
        this.jdbc = jdbc;
        Gauge.builder("leadrouter.partitions.ahead", ahead, AtomicInteger::doubleValue)
                .description(
                        "Whole months after this one for which there are partitions of leads, deliveries and calls;"
                                + " below 0 there is none for now, and no lead is taken in")
                .register(registry);
    }

    /** Makes what is missing; the replicas take turns. */
    void makeAhead() {
        try {
            jdbc.sql("select make_partitions(:months)")
                    .param("months", MONTHS_AHEAD)
                    .query((row, number) -> number)
                    .list();
        } finally {
            ahead.set(jdbc.sql("select partitions_ahead()").query(Integer.class).single());
        }
    }
}
