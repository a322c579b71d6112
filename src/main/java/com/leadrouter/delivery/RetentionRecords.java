package com.leadrouter.delivery;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code retention_record}: what was removed, for those who ask one day where it is. */
final class RetentionRecords {

    private static final Logger log = LoggerFactory.getLogger(RetentionRecords.class);

    private static final String NOTE = """
            insert into retention_record (month, removed, leads, calls, locked_millis)
            values (:month, :removed, :leads, :calls, :lockedMillis)
            """;

    private final JdbcClient jdbc;

    RetentionRecords(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void note(Month month, Removed removed) {
        switch (removed) {
            case Removed.Partitions(long leads, Duration locked) -> {
                log.info("{}: removed with its {} leads; others waited {} ms", month, leads, locked.toMillis());
                note(month, "PARTITIONS", leads, 0, locked);
            }
            case Removed.Leads(int leads) -> {
                log.info("{}: removed {} settled leads", month, leads);
                note(month, "LEADS", leads, 0, Duration.ZERO);
            }
            case Removed.AllCalls(Duration locked) -> {
                log.info("{}: removed all calls; others waited {} ms", month, locked.toMillis());
                note(month, "ALL_CALLS", 0, 0, locked);
            }
            case Removed.Calls(int calls) -> {
                log.info("{}: removed {} calls", month, calls);
                note(month, "CALLS", 0, calls, Duration.ZERO);
            }
            case Removed.NotNow notNow -> log.info("{}: in use; tried again later", month);
            case Removed.Nothing nothing -> {}
        }
    }

    private void note(Month month, String removed, long leads, long calls, Duration locked) {
        jdbc.sql(NOTE)
                .param("month", month.month().atDay(1))
                .param("removed", removed)
                .param("leads", leads)
                .param("calls", calls)
                .param("lockedMillis", Math.toIntExact(locked.toMillis()))
                .update();
    }
}
