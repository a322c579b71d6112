package com.leadrouter.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;

/** Another session holds a lock that we need. */
final class LockFaults {

    /** What we let a statement take; for a lock it waits 5 s. */
    private static final Duration IN_TIME = Duration.ofSeconds(10);

    private static final Duration PATIENT = Duration.ofSeconds(20);

    private LockFaults() {}

    static List<Row> rows(Form form) {
        Duration time = form.pick(Duration.ofSeconds(8), Duration.ofSeconds(60));
        return List.of(
                Row.of("a lock on all deliveries", lockTable("delivery", time))
                        .withClientsWaiting(PATIENT)
                        .doubling(),
                Row.of("a lock on all leads", lockTable("lead", time))
                        .withClientsWaiting(PATIENT)
                        .doubling(),
                Row.of("a lock on the deliveries on their way", lockThoseOnTheirWay(time))
                        .doubling());
    }

    private static Fault lockTable(String table, Duration time) {
        return (cluster, load) -> {
            Told told = load.listen();
            hold(cluster, "lock table " + table + " in access exclusive mode", time);
            load.awaitAll();
            Recovery.assertComplete(cluster);
            assertThat(told.unavailable()).isNotEmpty();
            return "for %d s: %s".formatted(time.toSeconds(), told.inTime(IN_TIME));
        };
    }

    private static Fault lockThoseOnTheirWay(Duration time) {
        return (cluster, load) -> {
            Told told = load.listen();
            // In the order in which we lock them: anything else may end as a deadlock, and the fault would be over.
            hold(cluster, """
                    select count(*)
                    from (
                        select from delivery where leased_until is not null
                        order by lead_id, destination for update
                    ) as held
                    """, time);
            load.awaitAll();
            Recovery.assertComplete(cluster);
            assertThat(told.unavailable()).as("intake does not feel it").isEmpty();
            return "for %d s".formatted(time.toSeconds());
        };
    }

    private static void hold(Cluster cluster, String lock, Duration time) throws SQLException, InterruptedException {
        try (Connection other = cluster.database().dataSource().getConnection();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            if (statement.execute(lock)) {
                ResultSet held = statement.getResultSet();
                held.next();
                assertThat(held.getInt(1)).as("rows that are held").isPositive();
            }
            Cluster.lasting(time);
            other.rollback();
        }
    }
}
