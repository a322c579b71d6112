package com.leadrouter.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.leadrouter.postgres.Database;
import com.leadrouter.postgres.TestDatabases;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What one person with thousands of waiting leads costs the others, where order counts. The figures are printed. */
class OnePersonsBacklogIT {

    private static final int BACKLOG = 5_000;
    private static final int CLAIMS = 40;
    private static final int LIMIT = 8;
    private static final Destination X =
            new Destination(TestEngine.X, "test", TestCouriers.accepting(true), TestCouriers.SETTINGS);

    @Test
    void othersAreClaimedAlthoughOnePersonsThousandsWaitBeforeThem() {
        Database database = TestDatabases.create().migrated();
        try (HikariDataSource pool = new HikariDataSource()) {
            pool.setJdbcUrl(database.url());
            pool.setUsername(database.username());
            pool.setPassword(database.password());
            JdbcClient jdbc = JdbcClient.create(pool);
            Ledger ledger = new Ledger(pool, jdbc, new EngineSettings(Duration.ofMinutes(10), false));

            store(jdbc, 1, CLAIMS * LIMIT, "'other:' || n");
            List<Duration> alone = claimOthers(ledger);

            jdbc.sql("truncate lead, delivery, person_in_flight").update();
            store(jdbc, 1, BACKLOG, "'one'");
            store(jdbc, BACKLOG + 1, CLAIMS * LIMIT, "'other:' || n");
            assertThat(ledger.claim(X, 1, Turn.OLDEST_FIRST, false, List.of()))
                    .as("the person's first")
                    .hasSize(1);
            List<Duration> behind = claimOthers(ledger);
            assertThat(ledger.claim(X, LIMIT, Turn.OLDEST_FIRST, false, List.of()))
                    .as("the person's second waits")
                    .isEmpty();

            jdbc.sql("truncate lead, delivery, person_in_flight").update();
            store(jdbc, 1, BACKLOG, "'one'");
            store(jdbc, BACKLOG + 1, CLAIMS * LIMIT, "'other:' || n");
            jdbc.sql("analyze delivery").update();
            assertThat(ledger.claim(X, 1, Turn.OLDEST_FIRST, false, List.of())).hasSize(1);
            List<Duration> analysed = claimOthers(ledger);

            System.out.printf(
                    "claim of %d others, median / longest in ms: alone %s; behind %d of one person %s; analysed %s%n",
                    LIMIT, figures(alone), BACKLOG, figures(behind), figures(analysed));
        }
    }

    private static List<Duration> claimOthers(Ledger ledger) {
        List<Duration> times = new ArrayList<>();
        for (int i = 0; i < CLAIMS; i++) {
            long started = System.nanoTime();
            assertThat(ledger.claim(X, LIMIT, Turn.OLDEST_FIRST, false, List.of()))
                    .hasSize(LIMIT);
            times.add(Duration.ofNanos(System.nanoTime() - started));
        }
        return times.stream().sorted().toList();
    }

    private static String figures(List<Duration> times) {
        return "%.1f / %.1f"
                .formatted(
                        times.get(times.size() / 2).toNanos() / 1e6,
                        times.getLast().toNanos() / 1e6);
    }

    private static void store(JdbcClient jdbc, int first, int count, String person) {
        jdbc.sql("""
                        with stored as (
                            insert into lead (id, source, received_at, disposition, destinations, document)
                            select new_lead_id(clock_timestamp(), n), 'web', clock_timestamp(), 'ROUTED', array['x'],
                                jsonb_build_object('n', n)
                            from generate_series(%1$d, %2$d) as n
                            returning id, (document->>'n')::int as n
                        )
                        insert into delivery (lead_id, destination, due_at, age_from, phone_key, email_key)
                        select id, 'x', clock_timestamp(), clock_timestamp(), 'tel:' || %3$s, 'mailto:' || %3$s
                        from stored
                        """.formatted(first, first + count - 1, person)).update();
    }
}
