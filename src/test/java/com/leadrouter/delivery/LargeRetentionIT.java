package com.leadrouter.delivery;

import static com.leadrouter.Eventually.within;
import static org.assertj.core.api.Assertions.assertThat;

import com.leadrouter.platform.RemoteCallsFixture;
import com.leadrouter.postgres.Database;
import com.leadrouter.postgres.TestDatabases;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Twenty-four months of ten thousand leads, with {@code -Pretention}: for how long those wait who hand in leads meanwhile. */
@EnabledIfSystemProperty(named = "lead-router.retention", matches = "long")
class LargeRetentionIT {

    private static final int MONTHS = 24;
    private static final int LEADS_A_MONTH = 10_000;
    private static final int SENDERS = 4;

    // Each lead with a delivery to each of two destinations, each of them tried once.
    private static final String FILL = """
            create unlogged table seed as
            select new_lead_id(at, i %% 16384) as id, at
            from (
                select i, first_day + (i * interval '27 days' / %2$d) as at
                from generate_series(1, %2$d) as i,
                    (select date_trunc('month', now() at time zone 'UTC') - interval '%1$d months' as first_day) as month
                ) as moments;
            insert into lead (id, source, received_at, disposition, destinations, email, phone, document)
            select id, 'web', at, 'ROUTED', '{x,y}', 'ada' || id || '@example.com', null, '%3$s' from seed;
            insert into delivery (lead_id, destination, status, attempt, tries, age_from, outcome, http_status, settled_at)
            select id, destination, 'DELIVERED', 1, 1, at, 'ACCEPTED', 202, at from seed, unnest(array['x', 'y']) as destination;
            insert into delivery_call (lead_id, destination, attempt, call, operation, outcome, http_status, started_at,
                duration_millis, response, late)
            select id, destination, 1, 1, 'submit', 'ACCEPTED', 202, at, 40, '%3$s', false
            from seed, unnest(array['x', 'y']) as destination;
            drop table seed
            """;

    private static final String DOCUMENT = """
            { "source": "web", "enquiryDateTime": "2026-11-21T10:20:59Z", "attributes": { "note": "%s" },
              "contact": { "firstName": "Ada", "lastName": "Lovelace", "emailAddress": "ada@example.com", "address": {} },
              "optInConsents": { "email": true, "phone": null, "sms": null, "post": null } }
            """.formatted("x".repeat(200)).replace("\n", " ");

    // As the front door does it: lead and deliveries in one statement, one commit.
    private static final String HAND_IN = """
            with stored as (
                insert into lead (id, source, received_at, disposition, destinations, document)
                select new_lead_id(clock_timestamp(), 1), 'web', clock_timestamp(), 'ROUTED', '{x}', :document::jsonb
                returning id)
            insert into delivery (lead_id, destination, due_at, age_from)
            select id, 'x', clock_timestamp(), clock_timestamp()
            from stored
            """;

    private static final String READING_LONG = """
            select count(*)
            from pg_stat_activity
            where datname = current_database() and pid <> pg_backend_pid()
              and xact_start < clock_timestamp() - interval '500 milliseconds'
            """;

    private final Database database = TestDatabases.create().migrated();
    private final JdbcClient jdbc = database.jdbc();
    private final OldLeads old = new OldLeads(jdbc);

    @Test
    void whoHandsInLeadsHardlyWaits() throws Exception {
        old.makePartitions(MONTHS);
        for (int month = MONTHS; month >= 2; month--) {
            for (String statement :
                    FILL.formatted(month, LEADS_A_MONTH, DOCUMENT).split(";\n")) {
                database.execute(statement);
            }
        }
        YearMonth now = YearMonth.now(ZoneOffset.UTC);
        List<UUID> open = new ArrayList<>();
        for (int month : List.of(22, 18, 15)) {
            IntStream.range(0, 10).forEach(i -> open.add(old.held(now.minusMonths(month))));
        }
        database.execute("vacuum analyze");
        LambdaCourier courier = new LambdaCourier(false, (delivery, log) -> new CallOutcome.Accepted(null));
        Retention retention = new Retention(database.dataSource(), RemoteCallsFixture.settings(Map.of()));

        try (TestEngine engine = TestEngine.start(database, courier)) {
            // Whoever counts everything keeps a month from going: that is for another hour.
            within(
                    Duration.ofMinutes(5),
                    () -> assertThat(jdbc.sql(READING_LONG).query(Integer.class).single())
                            .isZero());
            long undisturbedEnd = System.nanoTime() + Duration.ofSeconds(15).toNanos();
            List<Long> undisturbed = handIn(() -> System.nanoTime() < undisturbedEnd);
            long begun = System.nanoTime();
            CompletableFuture<Void> run = CompletableFuture.runAsync(retention::run);
            List<Long> disturbed = handIn(() -> !run.isDone());
            run.join();
            Duration took = Duration.ofNanos(System.nanoTime() - begun);

            report(took, undisturbed, disturbed);
            assertThat(engine.counted("leadrouter.internal.failures")).isZero();
        }
        assertThat(old.idsUpTo(now.minusMonths(14))).containsExactlyInAnyOrderElementsOf(open);
        assertThat(jdbc.sql("select max(locked_millis) from retention_record")
                        .query(Integer.class)
                        .single())
                .isLessThan(500);
    }

    private List<Long> handIn(BooleanSupplier more) throws Exception {
        List<Long> nanos = Collections.synchronizedList(new ArrayList<>());
        try (HikariDataSource pool = new HikariDataSource();
                ExecutorService senders = Executors.newFixedThreadPool(SENDERS)) {
            pool.setJdbcUrl(database.url());
            pool.setUsername(database.username());
            pool.setPassword(database.password());
            pool.setMaximumPoolSize(SENDERS);
            JdbcClient door = JdbcClient.create(pool);
            List<CompletableFuture<Void>> all = IntStream.range(0, SENDERS)
                    .mapToObj(sender -> CompletableFuture.runAsync(
                            () -> {
                                while (more.getAsBoolean()) {
                                    long start = System.nanoTime();
                                    door.sql(HAND_IN)
                                            .param("document", DOCUMENT)
                                            .update();
                                    nanos.add(System.nanoTime() - start);
                                }
                            },
                            senders))
                    .toList();
            CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).get(30, TimeUnit.MINUTES);
        }
        Collections.sort(nanos);
        return nanos;
    }

    private void report(Duration took, List<Long> undisturbed, List<Long> disturbed) throws IOException {
        String removed = String.join("\n", jdbc.sql("""
                        select removed || ': ' || count(*) || ' months, ' || sum(leads) || ' leads, ' || sum(calls)
                            || ' calls, locked at most ' || max(locked_millis) || ' ms'
                        from retention_record
                        group by removed
                        order by removed
                        """).query(String.class).list());
        String text = "retention over %d months of %,d leads: %.1f s%n%s%nhanding in, undisturbed: %s%nmeanwhile: %s%n"
                .formatted(
                        MONTHS, LEADS_A_MONTH, took.toMillis() / 1000.0, removed, times(undisturbed), times(disturbed));
        System.out.println(text);
        Files.writeString(Path.of("target", "retention.txt"), text);
    }

    private static String times(List<Long> sorted) {
        return "%,d leads, p50 %.1f ms, p99 %.1f ms, longest %.1f ms"
                .formatted(sorted.size(), at(sorted, 0.5), at(sorted, 0.99), at(sorted, 1));
    }

    private static double at(List<Long> sorted, double share) {
        return sorted.get((int) Math.min(sorted.size() - 1, Math.round(sorted.size() * share))) / 1e6;
    }
}
