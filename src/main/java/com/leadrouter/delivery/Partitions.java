package com.leadrouter.delivery;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Makes the monthly partitions of leads, deliveries and calls far ahead of their time. */
@Component
final class Partitions {

    private static final int MONTHS_AHEAD = 6;

    private final JdbcClient jdbc;

    Partitions(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Makes what is missing; the replicas take turns. */
    void makeAhead() {
        jdbc.sql("select make_partitions(:months)")
                .param("months", MONTHS_AHEAD)
                .query((row, number) -> number)
                .list();
    }
}
