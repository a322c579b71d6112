package com.leadrouter.intake;

import static com.leadrouter.Eventually.eventually;
import static com.leadrouter.lead.LeadFixture.aLead;
import static org.assertj.core.api.Assertions.assertThat;

import com.leadrouter.postgres.Database;
import com.leadrouter.routing.Decision;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.awaitility.Awaitility;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Holds both writers up, each with one lead, so that what is added meanwhile is one group, in this order. */
final class Pile implements AutoCloseable {

    private static final Arrival HELD_UP =
            Arrival.of(aLead().build(), new Decision(null, List.of()), Optional.empty(), "00");

    private final TakeIn takeIn;
    private final Connection blocking;
    private final List<Future<Taken>> results = new ArrayList<>();

    Pile(Database database, TakeIn takeIn) throws SQLException {
        this.takeIn = takeIn;
        blocking = database.dataSource().getConnection();
        blocking.setAutoCommit(false);
        try (Statement lock = blocking.createStatement()) {
            lock.execute("lock table lead in exclusive mode");
        }
        for (int writer = 1; writer <= 2; writer++) {
            add(HELD_UP);
            int blocked = writer;
            eventually(() -> assertThat(JdbcClient.create(database.dataSource())
                            .sql("select count(*) from pg_locks where not granted")
                            .query(Integer.class)
                            .single())
                    .isEqualTo(blocked));
        }
    }

    void add(Arrival arrival) {
        FutureTask<Taken> task = new FutureTask<>(() -> takeIn.take(arrival));
        results.add(task);
        Thread thread = Thread.ofPlatform().start(task);
        Awaitility.await().pollInterval(Duration.ofMillis(1)).until(() -> thread.getState() == Thread.State.WAITING);
    }

    /** The first two are the writers' own. */
    List<Future<Taken>> release() throws SQLException {
        blocking.rollback();
        return results;
    }

    @Override
    public void close() throws SQLException {
        blocking.close();
    }
}
