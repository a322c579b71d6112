package com.leadrouter.operations;

import static com.leadrouter.Eventually.eventually;
import static com.leadrouter.Eventually.within;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.leadrouter.Api;
import com.leadrouter.Replica;
import com.leadrouter.postgres.Database;
import com.leadrouter.postgres.TestDatabases;
import com.leadrouter.standin.Fault;
import com.leadrouter.standin.StandIns;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A hundred thousand deliveries are sent again while fresh leads flow: from receipt to delivery these take no longer than
 * twice what they take undisturbed. {@link BulkRetriesIT} and {@link ActingIT} are the short forms.
 */
@EnabledIfSystemProperty(named = "lead-router.bulk", matches = "long")
class BulkBesideFreshIT {

    private static final int MANY = 100_000;
    private static final int A_SECOND = 25;
    private static final Duration ROUND = Duration.ofSeconds(30);
    private static final Duration PARTNER = Duration.ofMillis(20);
    private static final int ROUNDS = 2;

    private record Times(double p50, double p99) {
        @Override
        public String toString() {
            return "p50 %.0f ms, p99 %.0f ms".formatted(p50, p99);
        }
    }

    @Test
    void freshLeadsHardlyNotice() throws InterruptedException {
        Database database = TestDatabases.create();
        JdbcClient jdbc = database.jdbc();
        try (StandIns standIns = StandIns.start();
                Replica replica = Replica.start(
                        database,
                        standIns,
                        "--lead-router.routes[0].name=all",
                        "--lead-router.routes[0].to=cap",
                        "--lead-router.sources.demo.duplicate-window=0",
                        "--logging.level.com.leadrouter=warn")) {
            standIns.cap().faults().always(Fault.slow(PARTNER));
            Desk ops = Desk.operator(replica);
            round(replica, Duration.ofSeconds(10)); // warm
            store(jdbc, Api.accepted(replica, Api.aLead(1)));

            List<UUID> alone = new ArrayList<>();
            List<UUID> beside = new ArrayList<>();
            int resent = 0;
            Duration running = Duration.ZERO;
            for (int i = 0; i < ROUNDS; i++) {
                alone.addAll(round(replica, ROUND));
                HttpResponse<String> begun = ops.post("/api/v1/deliveries/retry", "{ \"status\": \"DEAD\" }");
                assertThat(begun.statusCode()).as(begun.body()).isEqualTo(202);
                String job = begun.headers().firstValue("Location").orElseThrow();
                int before = standIns.cap().requests();
                eventually(() -> assertThat(standIns.cap().requests()).isGreaterThan(before));
                beside.addAll(round(replica, ROUND));
                running = running.plus(ROUND);
                JsonNode stopped = Api.json(ops.send("DELETE", job, ""));
                resent += stopped.path("retried").asInt();
                assertThat(stopped.path("state").asText()).isEqualTo("STOPPED");
                assertNothingMoreIsSent(jdbc, standIns);
            }

            Times undisturbed = times(jdbc, alone);
            Times disturbed = times(jdbc, beside);
            System.out.printf(
                    "bulk: %,d fresh leads alone: %s; beside the re-sending (%,d in %d s, %d a second): %s%n",
                    alone.size(), undisturbed, resent, running.toSeconds(), resent / running.toSeconds(), disturbed);
            assertThat(resent).isGreaterThan(1_000);
            assertThat(disturbed.p99()).isLessThan(2 * undisturbed.p99());
        }
    }

    private static void assertNothingMoreIsSent(JdbcClient jdbc, StandIns standIns) {
        within(
                Duration.ofSeconds(10),
                () -> assertThat(jdbc.sql("select count(*) from delivery where due_at is not null")
                                .query(Integer.class)
                                .single())
                        .isZero());
        int sent = standIns.cap().requests();
        org.awaitility.Awaitility.await()
                .during(Duration.ofSeconds(2))
                .atMost(Duration.ofSeconds(3))
                .until(() -> standIns.cap().requests() == sent);
    }

    /** Hands leads in at an even pace and waits until all have arrived. */
    private static List<UUID> round(Replica replica, Duration length) throws InterruptedException {
        int leads = Math.toIntExact(length.toSeconds() * A_SECOND);
        List<UUID> accepted = new ArrayList<>();
        CountDownLatch left = new CountDownLatch(leads);
        try (ScheduledExecutorService pace = Executors.newSingleThreadScheduledExecutor()) {
            var unused = pace.scheduleAtFixedRate(
                    () -> {
                        if (left.getCount() > 0) {
                            accepted.add(UUID.fromString(Api.accepted(replica, Api.aLead(2))));
                            left.countDown();
                        }
                    },
                    0,
                    1_000_000 / A_SECOND,
                    TimeUnit.MICROSECONDS);
            left.await();
            pace.shutdownNow();
        }
        String last = accepted.getLast().toString();
        eventually(() -> assertThat(
                        Api.delivery(replica, last, "cap").path("status").asText())
                .isEqualTo("DELIVERED"));
        return accepted;
    }

    private static Times times(JdbcClient jdbc, List<UUID> leads) {
        return jdbc.sql("""
                        select percentile_cont(0.5) within group (order by lag) as p50,
                            percentile_cont(0.99) within group (order by lag) as p99
                        from (
                            select extract(epoch from d.settled_at - l.received_at) * 1000 as lag
                            from lead l
                            join delivery d on d.lead_id = l.id
                            where l.id = any (:leads::uuid[])
                        ) as lags
                        """)
                .param("leads", Stream.of(leads.toArray()).map(Object::toString).toArray(String[]::new))
                .query((row, number) -> new Times(row.getDouble("p50"), row.getDouble("p99")))
                .single();
    }

    /** Copies of a lead whose retries were used up an hour ago. */
    private static void store(JdbcClient jdbc, String like) {
        jdbc.sql("set statement_timeout = 0").update();
        jdbc.sql("""
                        with stored as (
                            insert into lead (id, source, received_at, disposition, destinations, document)
                            select new_lead_id(clock_timestamp() - interval '1 hour', n), source,
                                now() - interval '1 hour', 'ROUTED', '{cap}', document
                            from lead, generate_series(1, :many) as n
                            where id = :like
                            returning id)
                        insert into delivery (lead_id, destination, status, outcome, age_from, settled_at)
                        select id, 'cap', 'DEAD', 'FAILED', now() - interval '1 hour', now()
                        from stored
                        """).param("many", MANY).param("like", UUID.fromString(like)).update();
        jdbc.sql("analyze").update();
    }
}
