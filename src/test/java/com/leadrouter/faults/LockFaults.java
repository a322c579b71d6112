package com.leadrouter.faults;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;

/** Another session holds a lock that we need. */
final class LockFaults {

    /** Longer than we wait for a lock (5 s), and longer than we let a statement run (10 s). */
    private static final Duration PATIENT = Duration.ofSeconds(15);

    private static final Duration IN_TIME = Duration.ofSeconds(7);

    private LockFaults() {}

    static List<Row> rows(Form form) {
        Duration time = form.pick(Duration.ofSeconds(8), Duration.ofSeconds(60));
        return List.of(
                Row.of("a lock on all deliveries", held("lock table delivery in access exclusive mode", time))
                        .withClientsWaiting(PATIENT)
                        .doubling(),
                Row.of("a lock on all leads", held("lock table lead in access exclusive mode", time))
                        .withClientsWaiting(PATIENT)
                        .doubling(),
                Row.of(
                                "a lock on the deliveries on their way",
                                held("select from delivery where leased_until is not null for update", time))
                        .withClientsWaiting(PATIENT)
                        .doubling());
    }

    private static Fault held(String lock, Duration time) {
        return (cluster, load) -> {
            Told told = load.listen();
            try (Connection other = cluster.database().dataSource().getConnection()) {
                take(other, lock);
                Cluster.lasting(time);
                other.rollback();
            }
            load.awaitAll();
            return "for %d s: %s".formatted(time.toSeconds(), told.inTime(IN_TIME));
        };
    }

    private static void take(Connection session, String lock) throws SQLException {
        session.setAutoCommit(false);
        try (Statement statement = session.createStatement()) {
            statement.execute(lock);
        }
    }
}
