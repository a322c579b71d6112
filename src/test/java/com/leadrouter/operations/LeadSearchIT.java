package com.leadrouter.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.leadrouter.delivery.DeliveryStatus;
import com.leadrouter.delivery.LeadStatus;
import com.leadrouter.delivery.Outcome;
import com.leadrouter.lead.DestinationName;
import com.leadrouter.lead.Disposition;
import com.leadrouter.lead.LeadId;
import com.leadrouter.operations.LeadSearch.Answer.Found;
import com.leadrouter.operations.LeadSearch.Answer.TooBroad;
import com.leadrouter.platform.TooManyReaders;
import com.leadrouter.postgres.Database;
import com.leadrouter.postgres.TestDatabases;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** Whatever is searched for, whichever index finds it: all leads that match, no others, newest first. */
class LeadSearchIT {

    private static final DestinationName CAP = new DestinationName("cap");
    private static final DestinationName KAPTURE = new DestinationName("kapture");
    private static final DestinationName FORMER = new DestinationName("former");
    private static final int LEADS = 300;
    private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.MILLIS);

    private static Database database;
    private static JdbcClient jdbc;
    private static final List<Stored> ALL = new ArrayList<>();

    /** A lead as the test has stored it, and how its deliveries are to be shown. */
    private record Stored(
            LeadId id,
            Instant at,
            String source,
            Disposition disposition,
            String firstName,
            String lastName,
            @Nullable String email,
            @Nullable String phone,
            @Nullable String reference,
            Map<DestinationName, Stand> deliveries) {

        LeadStatus status() {
            return LeadStatus.of(
                    disposition, deliveries.values().stream().map(Stand::status).toList());
        }
    }

    private record Stand(DeliveryStatus status, @Nullable Outcome outcome) {}

    @BeforeAll
    static void fill() {
        database = TestDatabases.create().migrated();
        jdbc = database.jdbc();
        Random random = new Random(6);
        for (int i = LEADS; i > 0; i--) {
            ALL.add(store(aLead(i, random)));
        }
        ALL.sort(Comparator.comparing(Stored::id).reversed());
    }

    /** Where everything is gathered along an index, where everything is too much for that, and where it depends on the days. */
    @ParameterizedTest
    @CsvSource({"10000, 2000", "0, 0", "12, 6"})
    void aSearchFindsWhatLookingAtEveryLeadFinds(int mostGathered, int mostLookedUp) {
        LeadSearch search = search(mostGathered, mostLookedUp, Duration.ofSeconds(4));
        Random random = new Random(mostGathered);
        for (int i = 0; i < 250; i++) {
            LeadQuery query = aQuery(random);

            assertThat(allPages(search, query))
                    .as("%d: %s %s from %s to %s", i, query, query.q(), query.from(), query.to())
                    .containsExactlyElementsOf(ALL.stream()
                            .filter(lead -> matches(query, lead))
                            .map(Stored::id)
                            .toList());
        }
    }

    @Test
    void whatIsShownIsWhatWasStored() {
        LeadSearch search = search(10_000, 2_000, Duration.ofSeconds(4));
        List<FoundLead> found = new ArrayList<>();
        search.all(LeadQuery.ALL, found::addAll);

        assertThat(found).hasSameSizeAs(ALL);
        for (int i = 0; i < found.size(); i++) {
            FoundLead shown = found.get(i);
            Stored stored = ALL.get(i);
            assertThat(shown.leadId()).isEqualTo(stored.id());
            assertThat(shown.status()).isEqualTo(stored.status());
            assertThat(shown.source()).isEqualTo(stored.source());
            assertThat(shown.receivedAt()).isEqualTo(stored.at());
            assertThat(shown.firstName()).isEqualTo(stored.firstName());
            assertThat(shown.lastName()).isEqualTo(stored.lastName());
            assertThat(shown.emailAddress()).isEqualTo(stored.email());
            assertThat(shown.phoneNumber()).isEqualTo(stored.phone());
            assertThat(shown.deliveries().stream().map(FoundLead.Delivery::destination))
                    .containsExactlyElementsOf(stored.deliveries().keySet());
            shown.deliveries().forEach(delivery -> {
                Stand stand = stored.deliveries().get(delivery.destination());
                assertThat(delivery.status()).isEqualTo(stand.status());
                assertThat(delivery.outcome()).isEqualTo(stand.outcome());
                assertThat(delivery.nextAttemptAt() != null).isEqualTo(stand.status() == DeliveryStatus.PENDING);
            });
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+44 7700 900123",
                "+447700900123",
                "07700 900123",
                "07700-900-123",
                "(07700) 900123",
                "447700900123",
                "0044 7700 900123",
                "7700900123",
                "+44\u00a07700\u00a0900123",
                "\u202a+44 7700 900123\u202c",
                "(+44) 7700 900123",
                "+ 44 7700 900123",
                "tel:+447700900123"
            })
    void aPhoneNumberIsFoundInWhicheverSpelling(String spelling) {
        LeadId id = store(new Stored(
                        newId(NOW.minus(20, ChronoUnit.DAYS)),
                        NOW.minus(20, ChronoUnit.DAYS),
                        "called",
                        Disposition.SPAM,
                        "Ada",
                        "Lovelace",
                        null,
                        "+447700900123",
                        null,
                        Map.of()))
                .id();
        try {
            assertThat(allPages(
                            search(10_000, 2_000, Duration.ofSeconds(4)),
                            new Asked().q(spelling).query()))
                    .containsExactly(id);
        } finally {
            jdbc.sql("delete from lead where id = :id").param("id", id.value()).update();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ada+news@example.com",
                "ada news@example.com",
                " Ada+News@example.com\u00a0",
                "\u200bada+news@example.com"
            })
    void anEmailIsFoundHoweverItWasPasted(String pasted) {
        assertThat(SearchTerm.of(pasted).email()).isEqualTo("ada+news@example.com");
    }

    @Test
    void aSearchThatTakesTooLongIsGivenUp() throws SQLException {
        LeadSearch search = search(10_000, 2_000, Duration.ofMillis(50));
        try (Connection other = database.dataSource().getConnection();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("lock table lead in access exclusive mode");

            assertThat(search.search(new Asked().q("ada").query())).isInstanceOf(TooBroad.class);
        }
        // Nothing of that is left behind.
        assertThat(jdbc.sql("show statement_timeout").query(String.class).single())
                .isEqualTo("0");
    }

    @Test
    void allOfOneMomentHasOneDeadline() {
        DataSource dataSource =
                new SingleConnectionDataSource(database.url(), database.username(), database.password(), true);
        JdbcClient client = JdbcClient.create(dataSource);
        OneMoment oneMoment = new OneMoment(dataSource, new Readers());
        AtomicInteger statements = new AtomicInteger();

        assertThatThrownBy(() -> oneMoment.read(
                        Duration.ofSeconds(1),
                        () -> Stream.generate(() -> {
                                    statements.incrementAndGet();
                                    return client.sql("select pg_sleep(0.3)::text")
                                            .query(String.class)
                                            .single();
                                })
                                .limit(30)
                                .toList()))
                .isInstanceOf(QueryTimeoutException.class);

        assertThat(statements.get()).isBetween(1, 8);
    }

    @Test
    void whoReadsBeyondTheBoundIsToldToComeAgain() {
        Readers readers = new Readers(1, Duration.ofMillis(10));

        assertThatThrownBy(() -> readers.read(() -> readers.read(() -> 1))).isInstanceOf(TooManyReaders.class);
        assertThat(readers.<Integer>read(() -> 1)).isEqualTo(1);
    }

    @Test
    void eachStatementIsPlannedForItsValues() {
        DataSource dataSource =
                new SingleConnectionDataSource(database.url(), database.username(), database.password(), true);
        JdbcClient client = JdbcClient.create(dataSource);
        String mode = "show plan_cache_mode";

        assertThat(new OneMoment(dataSource, new Readers())
                        .read(() -> client.sql(mode).query(String.class).single()))
                .isEqualTo("force_custom_plan");
        assertThat(client.sql(mode).query(String.class).single()).isEqualTo("auto");
    }

    @Test
    void theTextOfASearchShowsNoPerson() {
        LeadQuery query = new Asked().q("ada@example.com").query();

        assertThat(query.toString()).doesNotContain("ada");
        assertThat(SearchTerm.of("ada@example.com").toString()).doesNotContain("ada");
    }

    private static LeadSearch search(int mostGathered, int mostLookedUp, Duration longest) {
        DataSource dataSource =
                new SingleConnectionDataSource(database.url(), database.username(), database.password(), true);
        JdbcClient client = JdbcClient.create(dataSource);
        // Kapture is paused, and one is not configured any more.
        KnownDestinations destinations =
                new KnownDestinations(client, () -> Set.of(CAP, KAPTURE), KAPTURE::equals, Clock.systemUTC());
        return new LeadSearch(
                new OneMoment(dataSource, new Readers()),
                new LeadCandidates(
                        new CandidateStatements(client, mostGathered, mostLookedUp), destinations, Duration.ofDays(2)),
                new MatchingLeads(client, destinations),
                new FoundLeads(client, destinations),
                longest);
    }

    private static List<LeadId> allPages(LeadSearch search, LeadQuery query) {
        List<LeadId> found = new ArrayList<>();
        LeadId cursor = null;
        do {
            Found answer = (Found) search.search(new Asked(query).cursor(cursor).query());
            answer.page().leads().forEach(lead -> found.add(lead.leadId()));
            cursor = answer.page().nextCursor();
        } while (cursor != null);
        return found;
    }

    private static boolean matches(LeadQuery query, Stored lead) {
        return (query.status() == null || query.status() == lead.status())
                && (query.source() == null || query.source().equals(lead.source()))
                && (!query.asksForDeliveries()
                        || lead.deliveries().entrySet().stream()
                                .anyMatch(one -> matches(query, one.getKey(), one.getValue())))
                && (query.from() == null || !lead.at().isBefore(query.from()))
                && (query.to() == null || lead.at().isBefore(query.to()))
                && (query.q() == null || matches(query.q().toLowerCase(Locale.ROOT), query.q(), lead));
    }

    private static boolean matches(LeadQuery query, DestinationName destination, Stand stand) {
        return (query.destination() == null || query.destination().equals(destination))
                && (query.deliveryStatus() == null || query.deliveryStatus() == stand.status())
                && (query.outcome() == null || query.outcome() == stand.outcome());
    }

    private static boolean matches(String lower, String q, Stored lead) {
        boolean named = !lower.contains("@") && !lower.matches("[+0-9 ]+|[0-9a-f-]{36}");
        return lead.id().toString().equals(lower)
                || q.equals(lead.reference())
                || (lead.email() != null
                        && lead.email().toLowerCase(Locale.ROOT).equals(lower))
                || (lead.phone() != null && lead.phone().equals(lower.replace(" ", "")))
                || (named
                        && ((lead.firstName() + " " + lead.lastName())
                                        .toLowerCase(Locale.ROOT)
                                        .startsWith(lower)
                                || lead.lastName().toLowerCase(Locale.ROOT).startsWith(lower)));
    }

    private static LeadQuery aQuery(Random random) {
        Asked asked = new Asked();
        if (random.nextInt(3) == 0) {
            asked.status(one(random, LeadStatus.values()));
        }
        if (random.nextInt(4) == 0) {
            asked.source(one(random, "web", "fair", "nobody"));
        }
        if (random.nextInt(3) == 0) {
            asked.destination(one(random, CAP, KAPTURE, FORMER, new DestinationName("never")));
        }
        if (random.nextInt(3) == 0) {
            asked.deliveryStatus(one(random, DeliveryStatus.values()));
        }
        if (random.nextInt(4) == 0) {
            asked.outcome(one(random, Outcome.values()));
        }
        if (random.nextInt(4) == 0) {
            asked.from(NOW.minus(random.nextInt(LEADS), ChronoUnit.HOURS));
        }
        if (random.nextInt(4) == 0) {
            asked.to(NOW.minus(random.nextInt(LEADS), ChronoUnit.HOURS));
        }
        if (random.nextInt(3) == 0) {
            asked.q(one(
                    random,
                    "ada",
                    "ADA LO",
                    "lovelace",
                    "é",
                    "von",
                    "nobody",
                    "ada3@example.com",
                    "+91 900 000 0007",
                    "ref-5",
                    ALL.get(random.nextInt(LEADS)).id().toString(),
                    "%",
                    "a_a"));
        }
        return asked.limit(one(random, 7, 50, 50, 500)).query();
    }

    private static Stored aLead(int hoursAgo, Random random) {
        Instant at = NOW.minus(hoursAgo, ChronoUnit.HOURS);
        Disposition disposition = one(
                random,
                Disposition.ROUTED,
                Disposition.ROUTED,
                Disposition.ROUTED,
                Disposition.ROUTED,
                Disposition.UNROUTED,
                Disposition.DUPLICATE,
                Disposition.SPAM,
                Disposition.ERASED);
        Map<DestinationName, Stand> deliveries = new TreeMap<>();
        if (disposition == Disposition.ROUTED
                || (random.nextInt(3) == 0
                        && (disposition == Disposition.UNROUTED || disposition == Disposition.ERASED))) {
            for (DestinationName destination : List.of(CAP, KAPTURE, FORMER)) {
                if (random.nextInt(3) > 0) {
                    deliveries.put(destination, aStand(destination, random));
                }
            }
        }
        if (disposition == Disposition.ROUTED && deliveries.isEmpty()) {
            deliveries.put(CAP, aStand(CAP, random));
        }
        return new Stored(
                newId(at),
                at,
                one(random, "web", "web", "fair"),
                disposition,
                one(random, "Ada", "Adam", "Grace", "Émilie"),
                one(random, "Lovelace", "King", "von Ada", "O'Hara"),
                random.nextInt(4) == 0 ? null : "Ada" + random.nextInt(20) + "@example.com",
                random.nextInt(4) == 0 ? null : "+91900000000" + random.nextInt(10),
                random.nextInt(3) == 0 ? null : "ref-" + random.nextInt(60),
                deliveries);
    }

    // Shown so; at Kapture, which is paused, nothing is pending.
    private static Stand aStand(DestinationName destination, Random random) {
        DeliveryStatus status = one(random, DeliveryStatus.values());
        if (destination.equals(KAPTURE) && status == DeliveryStatus.PENDING) {
            status = DeliveryStatus.HELD;
        }
        return switch (status) {
            case DELIVERED -> new Stand(status, Outcome.ACCEPTED);
            case PENDING, HELD, CANCELLED ->
                new Stand(status, one(random, null, Outcome.FAILED, Outcome.UNKNOWN, Outcome.ACCEPTED));
            case REJECTED -> new Stand(status, one(random, Outcome.REJECTED_DATA, Outcome.REJECTED_CONFIGURATION));
            case DEAD -> new Stand(status, one(random, Outcome.FAILED, Outcome.UNREACHABLE));
        };
    }

    @SafeVarargs
    private static <T extends @Nullable Object> T one(Random random, T... of) {
        return of[random.nextInt(of.length)];
    }

    private static LeadId newId(Instant at) {
        return new LeadId(jdbc.sql("select new_lead_id(:at, 1)")
                .param("at", at.atOffset(ZoneOffset.UTC))
                .query(UUID.class)
                .single());
    }

    private static Stored store(Stored lead) {
        jdbc.sql("""
                        insert into lead (id, source, received_at, disposition, duplicate_of, destinations, email, phone,
                            document)
                        values (:id, :source, :at, :disposition, :duplicateOf::uuid, :destinations, lower(:email), :phone,
                            jsonb_strip_nulls(jsonb_build_object('externalReferenceId', :reference::text, 'contact',
                                jsonb_build_object('firstName', :firstName::text, 'lastName', :lastName::text,
                                    'emailAddress', :email::text, 'phoneNumber', :phone::text))))
                        """)
                .param("id", lead.id().value())
                .param("source", lead.source())
                .param("at", lead.at().atOffset(ZoneOffset.UTC))
                .param("disposition", lead.disposition().name())
                .param(
                        "duplicateOf",
                        lead.disposition() == Disposition.DUPLICATE ? newId(NOW).toString() : null)
                .param(
                        "destinations",
                        lead.deliveries().keySet().stream()
                                .map(DestinationName::value)
                                .toArray(String[]::new))
                .param("email", lead.email())
                .param("phone", lead.phone())
                .param("reference", lead.reference())
                .param("firstName", lead.firstName())
                .param("lastName", lead.lastName())
                .update();
        lead.deliveries().forEach((destination, stand) -> store(lead, destination, stand));
        return lead;
    }

    private static void store(Stored lead, DestinationName destination, Stand stand) {
        // What is held at a paused destination is held by itself every other time only.
        boolean held = stand.status() == DeliveryStatus.HELD
                && (!destination.equals(KAPTURE) || lead.at().getEpochSecond() / 3600 % 2 == 0);
        boolean pending = stand.status() == DeliveryStatus.PENDING || (stand.status() == DeliveryStatus.HELD && !held);
        jdbc.sql("""
                        insert into delivery (lead_id, destination, status, due_at, age_from, outcome, hold_reason, settled_at)
                        values (:id, :destination, :status, case when :pending then now() end, now(), :outcome,
                            case when :held then 'why' end, case when not (:held or :pending) then now() end)
                        """)
                .param("id", lead.id().value())
                .param("destination", destination.value())
                .param("status", pending ? "PENDING" : stand.status().name())
                .param("pending", pending)
                .param("held", held)
                .param(
                        "outcome",
                        stand.outcome() == null ? null : stand.outcome().name())
                .update();
    }
}
