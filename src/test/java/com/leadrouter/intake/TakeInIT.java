package com.leadrouter.intake;

import static com.leadrouter.lead.LeadFixture.aLead;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.leadrouter.intake.Taken.KeyReused;
import com.leadrouter.intake.Taken.Replayed;
import com.leadrouter.intake.Taken.Stored;
import com.leadrouter.lead.DestinationName;
import com.leadrouter.lead.Lead;
import com.leadrouter.lead.LeadId;
import com.leadrouter.platform.Written;
import com.leadrouter.postgres.Database;
import com.leadrouter.postgres.RoundTrips;
import com.leadrouter.postgres.TestDatabases;
import com.leadrouter.routing.Decision;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Taking in, on the real database. */
@Timeout(60)
class TakeInIT {

    private static final DestinationName CAP = new DestinationName("cap");
    private static final DestinationName KAPTURE = new DestinationName("kapture");
    private static final Decision TO_BOTH = new Decision("rest", List.of(CAP, KAPTURE));

    private static Database database;
    private static JdbcClient jdbc;
    private static HikariDataSource pool;
    private static RungOutbox outbox;
    private static TakeIn takeIn;

    @BeforeAll
    static void connect() {
        database = TestDatabases.create().migrated();
        jdbc = database.jdbc();
        pool = pool(database);
        outbox = new RungOutbox(() -> count("delivery"));
        takeIn = outbox.takeIn(pool);
    }

    @AfterAll
    static void disconnect() {
        pool.close();
    }

    @BeforeEach
    void empty() {
        database.execute("truncate lead, delivery, intake_key, intake_fingerprint");
        outbox.rung().clear();
        outbox.seen().clear();
    }

    @Test
    void aLeadIsStoredWithItsDeliveriesAndItsKeyAndTheBellIsRung() {
        LeadId lead = stored(takeIn.take(arrival("k", "content")));

        assertThat(jdbc.sql("select id, source, disposition, route, array_to_string(destinations, ',') as destinations,"
                                + " email, phone, campaign, document->'contact'->>'firstName' as name from lead")
                        .query()
                        .singleRow())
                .containsEntry("id", lead.value())
                .containsEntry("source", "website-uk")
                .containsEntry("disposition", "ROUTED")
                .containsEntry("route", "rest")
                .containsEntry("destinations", "cap,kapture")
                .containsEntry("email", "ada@example.com")
                .containsEntry("phone", "+447700900123")
                .containsEntry("name", "Ada");
        assertThat(jdbc.sql("select destination from delivery where lead_id = ? and status = 'PENDING'"
                                + " and due_at <= clock_timestamp() order by 1")
                        .param(lead.value())
                        .query(String.class)
                        .list())
                .containsExactly("cap", "kapture");
        assertThat(count("intake_key")).isEqualTo(1);
        assertThat(outbox.rung()).containsExactly(CAP, KAPTURE);
        assertThat(outbox.seen())
                .as("rung after the commit: who comes finds what there is")
                .containsExactly(2);
    }

    @Test
    void aLeadThatNoRouteMatchesIsKeptAndGoesNowhere() {
        stored(takeIn.take(Arrival.of(aLead().build(), new Decision(null, List.of()), Optional.empty(), hash("c"))));

        assertThat(jdbc.sql("select disposition from lead").query(String.class).single())
                .isEqualTo("UNROUTED");
        assertThat(count("delivery")).isZero();
        assertThat(outbox.rung()).isEmpty();
    }

    @Test
    void spamIsKeptAndGoesNowhere() {
        Arrival spam = arrival("k", "c").asSpam();
        LeadId lead = stored(takeIn.take(spam));

        assertThat(jdbc.sql("select disposition, route, cardinality(destinations) as destinations from lead")
                        .query()
                        .singleRow())
                .containsEntry("disposition", "SPAM")
                .containsEntry("destinations", 0);
        assertThat(count("delivery")).isZero();
        assertThat(outbox.rung()).isEmpty();
        assertThat(takeIn.take(spam)).isEqualTo(new Replayed(lead));
    }

    @Test
    void takingInALoneLeadIsOneRoundTripAndSoIsADuplicate() {
        try (RoundTrips trips = new RoundTrips(database);
                HikariDataSource counted = pool(trips.counted())) {
            // Opening one more connection would be counted too.
            counted.setMaximumPoolSize(1);
            TakeIn through = outbox.takeIn(counted);
            for (int i = 0; i < 10; i++) {
                through.take(arrival("warm" + i, "c"));
            }
            int before = trips.soFar();
            stored(through.take(arrival("lone", "c").onceIn(Duration.ofMinutes(5))));
            assertThat(trips.soFar() - before).isEqualTo(1);

            assertThat(through.take(arrival("again", "c").onceIn(Duration.ofMinutes(5))))
                    .isInstanceOf(Taken.Duplicate.class);
            assertThat(trips.soFar() - before).isEqualTo(2);
        }
    }

    @Test
    void leadsThatPileUpGoTogetherAndTheirIdsSortByTheirPlace() throws Exception {
        List<Future<Taken>> results;
        try (Pile pile = new Pile(database, takeIn)) {
            for (int i = 0; i < 60; i++) {
                pile.add(arrival("k" + i, "c"));
            }
            results = pile.release();
        }

        List<LeadId> ids = new ArrayList<>();
        for (Future<Taken> result : results) {
            ids.add(stored(result.get(20, TimeUnit.SECONDS)));
        }
        assertThat(new HashSet<>(ids)).hasSize(62);
        assertThat(count("lead")).isEqualTo(62);
        assertThat(count("delivery")).isEqualTo(120);
        assertThat(jdbc.sql("select count(distinct received_at) from lead")
                        .query(Integer.class)
                        .single())
                .as("groups: one for each writer that was held up, and the pile")
                .isBetween(3, 4);
        assertThat(ids.subList(2, 62)).isSorted();
    }

    @Test
    void manyAtOnceAreOneRoundTrip() {
        try (RoundTrips trips = new RoundTrips(database);
                HikariDataSource counted = pool(trips.counted())) {
            counted.setMaximumPoolSize(1);
            TakeIn through = outbox.takeIn(counted);
            through.take(arrival("warm", "c"));
            int before = trips.soFar();

            List<Written<Taken>> all = through.takeTogether(IntStream.range(0, 250)
                    .mapToObj(i -> arrival("k" + i / 2, "c"))
                    .toList());

            assertThat(trips.soFar() - before).isEqualTo(1);
            for (int i = 0; i < 250; i += 2) {
                LeadId first = stored(taken(all.get(i)));
                assertThat(taken(all.get(i + 1))).isEqualTo(new Replayed(first));
            }
        }
        assertThat(count("lead")).isEqualTo(1 + 125);
        assertThat(outbox.rung()).hasSize(2 * (1 + 125));
    }

    @Test
    void equalKeysInOneGroupAreOneLeadAndADifferentContentIsTold() throws Exception {
        List<Future<Taken>> results;
        try (Pile pile = new Pile(database, takeIn)) {
            for (int i = 0; i < 5; i++) {
                pile.add(arrival("same", "content"));
            }
            pile.add(arrival("same", "other"));
            pile.add(arrival("else", "content"));
            pile.add(withoutKey());
            pile.add(withoutKey());
            results = pile.release();
        }

        LeadId first = stored(results.get(2).get(20, TimeUnit.SECONDS));
        for (int i = 3; i < 7; i++) {
            assertThat(results.get(i).get(20, TimeUnit.SECONDS)).isEqualTo(new Replayed(first));
        }
        assertThat(results.get(7).get(20, TimeUnit.SECONDS)).isEqualTo(new KeyReused());
        Set<LeadId> others = new HashSet<>();
        for (int i = 8; i < 11; i++) {
            others.add(stored(results.get(i).get(20, TimeUnit.SECONDS)));
        }
        assertThat(others).hasSize(3).doesNotContain(first);
        assertThat(count("lead")).isEqualTo(2 + 4);
    }

    @Test
    void aKeyIsRememberedBetweenGroupsAndKindsDoNotCollide() {
        LeadId first = stored(takeIn.take(arrival("k", "c")));
        outbox.rung().clear();
        outbox.seen().clear();

        assertThat(takeIn.take(arrival("k", "c"))).isEqualTo(new Replayed(first));
        assertThat(takeIn.take(arrival("k", "other"))).isEqualTo(new KeyReused());
        assertThat(outbox.rung()).isEmpty();
        assertThat(count("lead")).isEqualTo(1);
        assertThat(stored(takeIn.take(arrival(IdempotencyKey.Kind.REFERENCE, "k", "c"))))
                .isNotEqualTo(first);
    }

    @Test
    void aKeyOfAnotherSourceIsAnotherKey() {
        stored(takeIn.take(arrival("k", "c")));
        Lead other = aLead().withSource("website-in").build();
        stored(takeIn.take(Arrival.of(other, TO_BOTH, key(IdempotencyKey.Kind.HEADER, "k"), hash("c"))));
        assertThat(count("lead")).isEqualTo(2);
    }

    @Test
    void anExpiredKeyIsFreeForSomethingElse() {
        LeadId first = stored(takeIn.take(arrival("k", "c")));
        jdbc.sql("update intake_key set expires_at = now() - interval '1 s'").update();

        LeadId second = stored(takeIn.take(arrival("k", "other")));

        assertThat(second).isNotEqualTo(first);
        assertThat(takeIn.take(arrival("k", "other"))).isEqualTo(new Replayed(second));
        assertThat(takeIn.take(arrival("k", "c"))).isEqualTo(new KeyReused());
        assertThat(jdbc.sql("select expires_at > now() + interval '29 days' from intake_key")
                        .query(Boolean.class)
                        .single())
                .isTrue();
    }

    @Test
    void equalKeysOnTwoReplicasAtOnceAreOneLead() throws Exception {
        try (HikariDataSource otherPool = pool(database);
                ExecutorService clients = Executors.newFixedThreadPool(8)) {
            TakeIn other = outbox.takeIn(otherPool);
            List<Callable<Taken>> takes = new ArrayList<>();
            for (int i = 0; i < 400; i++) {
                Arrival arrival = arrival("k" + i / 4, "c");
                TakeIn to = i % 2 == 0 ? takeIn : other;
                takes.add(() -> to.take(arrival));
            }
            int stored = 0;
            for (Future<Taken> taken : clients.invokeAll(takes)) {
                stored += taken.get() instanceof Stored ? 1 : 0;
            }
            assertThat(stored).isEqualTo(100);
        }
        assertThat(count("lead")).isEqualTo(100);
        assertThat(count("delivery")).isEqualTo(200);
    }

    @Test
    void inAGroupWithBadDataOnlyTheBadLeadFails() throws Exception {
        List<Future<Taken>> results;
        try (Pile pile = new Pile(database, takeIn)) {
            pile.add(arrival("a", "c"));
            pile.add(Arrival.of(
                    aLead().withCampaignId("a\u0000b").build(),
                    TO_BOTH,
                    key(IdempotencyKey.Kind.HEADER, "bad"),
                    hash("c")));
            pile.add(arrival("b", "c"));
            results = pile.release();
        }

        stored(results.get(2).get(20, TimeUnit.SECONDS));
        assertThatThrownBy(() -> results.get(3).get(20, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(DataAccessException.class);
        stored(results.get(4).get(20, TimeUnit.SECONDS));
        assertThat(count("lead")).isEqualTo(4);
        assertThat(jdbc.sql("select count(*) from intake_key where key = 'bad'")
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    @Test
    void withoutAPartitionForTheMonthNothingIsAcceptedAndNothingHalfStored() {
        Database other = TestDatabases.create().migrated();
        JdbcClient looks = other.jdbc();
        looks.sql("""
                        do $$ begin
                            execute 'drop table ' || 'delivery' || to_char(now() at time zone 'UTC', '_YYYY_MM');
                        end $$
                        """).update();
        try (HikariDataSource itsPool = pool(other)) {
            TakeIn itsTakeIn = outbox.takeIn(itsPool);

            assertThatThrownBy(() -> itsTakeIn.take(arrival("k", "c"))).isInstanceOf(DataAccessException.class);
            assertThat(looks.sql("select (select count(*) from lead) + (select count(*) from intake_key)")
                            .query(Integer.class)
                            .single())
                    .isZero();

            looks.sql("select make_partitions(1)")
                    .query((row, number) -> number)
                    .list();
            stored(itsTakeIn.take(arrival("k", "c")));
        }
    }

    private static Taken taken(Written<Taken> written) {
        assertThat(written).isInstanceOf(Written.Done.class);
        return ((Written.Done<Taken>) written).result();
    }

    private static LeadId stored(Taken taken) {
        assertThat(taken).isInstanceOf(Stored.class);
        return ((Stored) taken).leadId();
    }

    private static int count(String table) {
        return jdbc.sql("select count(*) from " + table).query(Integer.class).single();
    }

    private static Arrival arrival(String key, String content) {
        return arrival(IdempotencyKey.Kind.HEADER, key, content);
    }

    private static Arrival arrival(IdempotencyKey.Kind kind, String key, String content) {
        return Arrival.of(aLead().build(), TO_BOTH, key(kind, key), hash(content));
    }

    private static Arrival withoutKey() {
        return Arrival.of(aLead().build(), TO_BOTH, Optional.empty(), hash("content"));
    }

    private static Optional<IdempotencyKey> key(IdempotencyKey.Kind kind, String key) {
        return Optional.of(new IdempotencyKey(kind, key));
    }

    private static String hash(String content) {
        return HexFormat.of().formatHex(content.getBytes(StandardCharsets.UTF_8));
    }

    private static HikariDataSource pool(Database database) {
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl(database.url());
        pool.setUsername(database.username());
        pool.setPassword(database.password());
        pool.setMaximumPoolSize(4);
        return pool;
    }
}
