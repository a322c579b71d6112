package com.leadrouter.intake;

import static com.leadrouter.Eventually.eventually;
import static com.leadrouter.lead.LeadFixture.aLead;
import static org.assertj.core.api.Assertions.assertThat;

import com.leadrouter.intake.Taken.Duplicate;
import com.leadrouter.intake.Taken.KeyReused;
import com.leadrouter.intake.Taken.Replayed;
import com.leadrouter.intake.Taken.Stored;
import com.leadrouter.lead.DestinationName;
import com.leadrouter.lead.Lead;
import com.leadrouter.lead.LeadId;
import com.leadrouter.postgres.Database;
import com.leadrouter.postgres.TestDatabases;
import com.leadrouter.routing.Decision;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** The duplicate window, on the real database. */
@Timeout(60)
class DuplicateWindowIT {

    private static final Duration WINDOW = Duration.ofMinutes(5);
    private static final Decision TO_BOTH =
            new Decision("rest", List.of(new DestinationName("cap"), new DestinationName("kapture")));
    private static final Decision NOWHERE = new Decision(null, List.of());

    private static Database database;
    private static JdbcClient jdbc;
    private static HikariDataSource pool;
    private static RungOutbox outbox;
    private static TakeIn takeIn;

    @BeforeAll
    static void connect() {
        database = TestDatabases.create().migrated();
        jdbc = database.jdbc();
        pool = pool();
        outbox = new RungOutbox();
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
    }

    @Test
    void aDuplicateIsKeptWithTheLeadThatItRepeatsAndGoesNowhere() {
        LeadId first = stored(takeIn.take(arrival()));
        outbox.rung().clear();

        LeadId second = duplicate(takeIn.take(arrival()), first);

        assertThat(jdbc.sql("select disposition, duplicate_of, route, cardinality(destinations) as destinations, email"
                                + " from lead where id = ?")
                        .param(second.value())
                        .query()
                        .singleRow())
                .containsEntry("disposition", "DUPLICATE")
                .containsEntry("duplicate_of", first.value())
                .containsEntry("route", "rest")
                .containsEntry("destinations", 0)
                .containsEntry("email", "ada@example.com");
        assertThat(jdbc.sql("select distinct lead_id from delivery")
                        .query(UUID.class)
                        .single())
                .isEqualTo(first.value());
        assertThat(outbox.rung()).isEmpty();
        assertThat(duplicate(takeIn.take(arrival()), first))
                .as("the first is named, not the latest")
                .isNotEqualTo(second);
    }

    @Test
    void anotherPersonOrWishIsNone() {
        stored(takeIn.take(arrival()));
        stored(takeIn.take(arrival(aLead().withEmail("ida@example.com").build())));
        stored(takeIn.take(arrival(aLead().withVehicle("Other Vehicle").build())));
    }

    @Test
    void withoutAWindowThereAreNoDuplicates() {
        Arrival arrival = of(aLead().build(), TO_BOTH).onceIn(Duration.ZERO);
        stored(takeIn.take(arrival));
        stored(takeIn.take(arrival));
        assertThat(count("intake_fingerprint")).isZero();
    }

    @Test
    void onlyARoutedLeadOpensAWindow() {
        stored(takeIn.take(of(aLead().build(), NOWHERE).onceIn(WINDOW)));
        stored(takeIn.take(of(aLead().build(), NOWHERE).onceIn(WINDOW)));
        stored(takeIn.take(arrival().asSpam()));
        LeadId routed = stored(takeIn.take(arrival()));
        duplicate(takeIn.take(arrival()), routed);
    }

    @Test
    void spamIsToldWhatALeadWouldBeToldAndStaysSpam() {
        LeadId first = stored(takeIn.take(spam("a")));
        LeadId second = duplicate(takeIn.take(spam("b")), first);

        assertThat(takeIn.take(spam("b"))).isEqualTo(new Replayed(second, Optional.of(first)));
        assertThat(takeIn.take(spam("a"))).isEqualTo(new Replayed(first));
        LeadId routed = stored(takeIn.take(arrival("c", "c")));
        assertThat(takeIn.take(spam("a"))).as("as at first").isEqualTo(new Replayed(first));
        duplicate(takeIn.take(arrival("d", "c")), routed);
        assertThat(jdbc.sql("select disposition from lead order by id")
                        .query(String.class)
                        .list())
                .containsExactly("SPAM", "SPAM", "ROUTED", "DUPLICATE");
        assertThat(jdbc.sql("select count(distinct lead_id) from delivery")
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    void spamThatRepeatsALeadIsToldSoWithinItsWindow() {
        LeadId routed = stored(takeIn.take(arrival()));
        duplicate(takeIn.take(arrival().asSpam()), routed);
        jdbc.sql("update intake_fingerprint set expires_at = now() - interval '1 ms'")
                .update();

        stored(takeIn.take(arrival().asSpam()));

        stored(takeIn.take(arrival()));
    }

    @Test
    void ofEqualSpamAtOnceOneIsToldThatItIsTheFirst() throws Exception {
        List<Future<Taken>> results;
        try (Pile pile = new Pile(database, takeIn)) {
            pile.add(arrival().asSpam());
            pile.add(arrival());
            pile.add(arrival().asSpam());
            pile.add(arrival());
            results = pile.release();
        }

        LeadId spam = stored(result(results, 2));
        LeadId routed = stored(result(results, 3));
        duplicate(result(results, 4), spam);
        duplicate(result(results, 5), routed);
    }

    @Test
    void theRepeatOfADuplicateByItsKeyIsThatDuplicate() {
        LeadId first = stored(takeIn.take(arrival("a", "c")));
        LeadId second = duplicate(takeIn.take(arrival("b", "c")), first);

        assertThat(takeIn.take(arrival("b", "c"))).isEqualTo(new Replayed(second));
        assertThat(takeIn.take(arrival("b", "other"))).isEqualTo(new KeyReused());
        assertThat(takeIn.take(arrival("a", "c"))).isEqualTo(new Replayed(first));
        assertThat(count("lead")).isEqualTo(2);
    }

    @Test
    void aRepeatByKeyOpensNoWindow() {
        LeadId first = stored(takeIn.take(arrival("a", "c")));
        database.execute("truncate intake_fingerprint");

        assertThat(takeIn.take(arrival("a", "c"))).isEqualTo(new Replayed(first));

        assertThat(count("intake_fingerprint")).isZero();
        stored(takeIn.take(arrival("b", "c")));
    }

    @Test
    void inOneGroupTheFirstThatIsNoRepeatStandsForItsLikes() throws Exception {
        LeadId old = stored(takeIn.take(arrival("old", "c")));
        database.execute("truncate intake_fingerprint");
        List<Future<Taken>> results;
        try (Pile pile = new Pile(database, takeIn)) {
            pile.add(arrival("old", "c"));
            pile.add(arrival("old", "other"));
            pile.add(arrival("a", "c"));
            pile.add(arrival("a", "c"));
            pile.add(arrival("b", "c"));
            pile.add(arrival());
            pile.add(arrival(aLead().withEmail("ida@example.com").build()));
            results = pile.release();
        }

        assertThat(result(results, 2)).isEqualTo(new Replayed(old));
        assertThat(result(results, 3)).isEqualTo(new KeyReused());
        LeadId first = stored(result(results, 4));
        assertThat(result(results, 5)).isEqualTo(new Replayed(first));
        duplicate(result(results, 6), first);
        duplicate(result(results, 7), first);
        stored(result(results, 8));
        assertThat(jdbc.sql("select count(*) from delivery where lead_id = ?")
                        .param(first.value())
                        .query(Integer.class)
                        .single())
                .isEqualTo(2);
        assertThat(count("delivery")).isEqualTo(3 * 2);
    }

    @Test
    void aDuplicateDoesNotLengthenTheWindowAndAnExpiredOneIsTakenOver() {
        LeadId first = stored(takeIn.take(arrival()));
        String expiry = "select expires_at::text from intake_fingerprint";
        String before = jdbc.sql(expiry).query(String.class).single();
        assertThat(jdbc.sql("""
                                select expires_at between clock_timestamp() + interval '4 minutes'
                                    and clock_timestamp() + interval '5 minutes'
                                from intake_fingerprint
                                """).query(Boolean.class).single()).isTrue();

        duplicate(takeIn.take(arrival()), first);

        assertThat(jdbc.sql(expiry).query(String.class).single()).isEqualTo(before);
        jdbc.sql("update intake_fingerprint set expires_at = now() - interval '1 ms'")
                .update();
        LeadId second = stored(takeIn.take(arrival()));
        duplicate(takeIn.take(arrival()), second);
    }

    @Test
    void onceAllDeliveriesAreRejectedACorrectedFormGoesThrough() {
        LeadId first = stored(takeIn.take(arrival()));
        settle(first, "cap", "REJECTED");
        duplicate(takeIn.take(arrival()), first);
        settle(first, "kapture", "REJECTED");

        LeadId second = stored(takeIn.take(arrival()));

        duplicate(takeIn.take(arrival()), second);
        settle(second, "cap", "REJECTED");
        settle(second, "kapture", "DELIVERED");
        duplicate(takeIn.take(arrival()), second);
    }

    // Who waits for the first sees its window when it is committed, but nothing else of it: its snapshot is older.
    @Test
    void whoWaitedForTheFirstIsADuplicateAlthoughItSeesNoneOfItsDeliveries() throws Exception {
        try (Connection connection = database.dataSource().getConnection();
                ExecutorService clients = Executors.newCachedThreadPool()) {
            connection.setAutoCommit(false);
            TakeIn uncommitted = outbox.takeIn(new SingleConnectionDataSource(connection, true));
            LeadId first = stored(uncommitted.take(arrival()));
            Future<Taken> second = clients.submit(() -> takeIn.take(arrival()));
            eventually(() -> assertThat(jdbc.sql("select count(*) from pg_locks where not granted")
                            .query(Integer.class)
                            .single())
                    .isEqualTo(1));

            connection.commit();

            duplicate(second.get(20, TimeUnit.SECONDS), first);
        }
    }

    @Test
    void whoWaitedForAFirstThatCameToNothingIsTheFirst() throws Exception {
        try (Connection connection = database.dataSource().getConnection();
                ExecutorService clients = Executors.newCachedThreadPool()) {
            connection.setAutoCommit(false);
            TakeIn uncommitted = outbox.takeIn(new SingleConnectionDataSource(connection, true));
            stored(uncommitted.take(arrival()));
            Future<Taken> second = clients.submit(() -> takeIn.take(arrival()));
            eventually(() -> assertThat(jdbc.sql("select count(*) from pg_locks where not granted")
                            .query(Integer.class)
                            .single())
                    .isEqualTo(1));

            connection.rollback();

            stored(second.get(20, TimeUnit.SECONDS));
        }
    }

    @Test
    void ofEqualLeadsOnTwoReplicasAtOnceOneIsDelivered() throws Exception {
        try (HikariDataSource otherPool = pool();
                ExecutorService clients = Executors.newFixedThreadPool(16)) {
            TakeIn other = outbox.takeIn(otherPool);
            List<Callable<Taken>> takes = new ArrayList<>();
            for (int i = 0; i < 800; i++) {
                // Keys and persons cross, so that two groups want the same ones in different orders.
                Lead lead = aLead().withEmail("ada" + i / 8 + "@example.com").build();
                Arrival arrival = Arrival.of(lead, TO_BOTH, key("k" + (i * 7) % 800), "00")
                        .onceIn(WINDOW);
                TakeIn to = i % 2 == 0 ? takeIn : other;
                takes.add(() -> to.take(arrival));
            }
            Set<LeadId> stored = new HashSet<>();
            Set<LeadId> named = new HashSet<>();
            for (Future<Taken> taken : clients.invokeAll(takes)) {
                switch (taken.get()) {
                    case Stored(LeadId leadId) -> stored.add(leadId);
                    case Duplicate(LeadId leadId, LeadId of) -> named.add(of);
                    case Replayed replayed -> throw new AssertionError(replayed);
                    case KeyReused reused -> throw new AssertionError(reused);
                }
            }
            assertThat(stored).hasSize(100).isEqualTo(named);
        }
        assertThat(count("lead")).isEqualTo(800);
        assertThat(count("delivery")).isEqualTo(200);
    }

    private static Taken result(List<Future<Taken>> results, int number) throws Exception {
        return results.get(number).get(20, TimeUnit.SECONDS);
    }

    private static LeadId stored(Taken taken) {
        assertThat(taken).isInstanceOf(Stored.class);
        return ((Stored) taken).leadId();
    }

    private static LeadId duplicate(Taken taken, LeadId of) {
        assertThat(taken).isInstanceOf(Duplicate.class);
        assertThat(((Duplicate) taken).of()).isEqualTo(of);
        return ((Duplicate) taken).leadId();
    }

    private static void settle(LeadId lead, String destination, String status) {
        jdbc.sql("""
                        update delivery set status = ?, due_at = null, settled_at = clock_timestamp()
                        where lead_id = ? and destination = ?
                        """).params(status, lead.value(), destination).update();
    }

    private static int count(String table) {
        return jdbc.sql("select count(*) from " + table).query(Integer.class).single();
    }

    private static Arrival arrival() {
        return arrival(aLead().build());
    }

    private static Arrival arrival(Lead lead) {
        return of(lead, TO_BOTH).onceIn(WINDOW);
    }

    private static Arrival arrival(String key, String contentHash) {
        String hex = contentHash.equals("c") ? "0c" : "0d";
        return Arrival.of(aLead().build(), TO_BOTH, key(key), hex).onceIn(WINDOW);
    }

    private static Arrival spam(String key) {
        return arrival(key, "c").asSpam();
    }

    private static Arrival of(Lead lead, Decision decision) {
        return Arrival.of(lead, decision, Optional.empty(), "00");
    }

    private static Optional<IdempotencyKey> key(String key) {
        return Optional.of(new IdempotencyKey(IdempotencyKey.Kind.HEADER, key));
    }

    private static HikariDataSource pool() {
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl(database.url());
        pool.setUsername(database.username());
        pool.setPassword(database.password());
        pool.setMaximumPoolSize(4);
        return pool;
    }
}
