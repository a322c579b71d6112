package com.leadrouter.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.leadrouter.delivery.CallLog.Call;
import com.leadrouter.delivery.DestinationSettings.Carriage;
import com.leadrouter.delivery.DestinationSettings.OnUnknown;
import com.leadrouter.delivery.Leases.Renewal;
import com.leadrouter.delivery.Settlements.Recorded;
import com.leadrouter.lead.DestinationName;
import com.leadrouter.lead.LeadId;
import com.leadrouter.postgres.Database;
import com.leadrouter.postgres.TestDatabases;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Claim, renew and settle against the real database. */
class LedgerIT {

    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final Destination CAP = destination("cap", false);
    private static final Destination KAPTURE = destination("kapture", true);

    private static Database database;
    private static JdbcClient jdbc;
    private static Ledger ledger;
    private static Leases leases;
    private static Settlements settlements;

    @BeforeAll
    static void connect() {
        database = TestDatabases.create().migrated();
        DataSource dataSource = database.dataSource();
        jdbc = JdbcClient.create(dataSource);
        ledger = new Ledger(dataSource, jdbc, new EngineSettings(LEASE, false));
        leases = new Leases(jdbc, new EngineSettings(LEASE, false));
        settlements = new Settlements(dataSource, jdbc, new ObjectMapper());
    }

    @BeforeEach
    void empty() {
        database.execute("truncate lead, delivery, delivery_call, person_in_flight, destination_state");
    }

    @Test
    void aClaimTakesWhatIsDueAndNumbersTheTry() {
        LeadId lead = store("cap", null, null);

        List<Claimed> claimed = ledger.claim(CAP, 4, Turn.OLDEST_FIRST, false, List.of());

        assertThat(claimed).hasSize(1);
        assertThat(claimed.getFirst().leadId()).isEqualTo(lead);
        assertThat(claimed.getFirst().attempt()).isEqualTo(1);
        assertThat(claimed.getFirst().uncertain()).isFalse();
        assertThat(claimed.getFirst().document()).contains("Ada");
        assertThat(ledger.claim(CAP, 4, Turn.OLDEST_FIRST, false, List.of())).isEmpty();
    }

    @Test
    void aClaimTakesNoMoreThanItsLimitAndNothingOfOtherDestinations() {
        for (int i = 0; i < 5; i++) {
            store("cap", null, null);
        }
        assertThat(ledger.claim(KAPTURE, 4, Turn.OLDEST_FIRST, false, List.of()))
                .isEmpty();
        assertThat(ledger.claim(CAP, 4, Turn.OLDEST_FIRST, false, List.of())).hasSize(4);
        assertThat(ledger.claim(CAP, 4, Turn.OLDEST_FIRST, false, List.of())).hasSize(1);
    }

    @Test
    void aLeaseThatRanOutIsTakenOverAsAnUncertainTryAndAFault() {
        store("cap", null, null);
        ledger.claim(CAP, 1, Turn.OLDEST_FIRST, false, List.of());
        leasesRunOut();

        Claimed again =
                ledger.claim(CAP, 1, Turn.OLDEST_FIRST, false, List.of()).getFirst();

        assertThat(again.attempt()).isEqualTo(2);
        assertThat(again.uncertain()).isTrue();
        assertThat(again.faults()).isEqualTo(1);
    }

    @Test
    void whoLostTheLeaseChangesNothingAndItsCallIsOnRecordAsLate() {
        LeadId lead = store("cap", null, null);
        Claimed first =
                ledger.claim(CAP, 1, Turn.OLDEST_FIRST, false, List.of()).getFirst();
        leasesRunOut();
        Claimed second =
                ledger.claim(CAP, 1, Turn.OLDEST_FIRST, false, List.of()).getFirst();

        assertThat(record(first, new NextStep.Settled(DeliveryStatus.REJECTED)).ours())
                .isFalse();
        assertThat(record(second, delivered()).ours()).isTrue();

        assertThat(row(lead, "cap")).containsEntry("status", "DELIVERED").containsEntry("attempt", 2);
        assertThat(jdbc.sql("select attempt, late from delivery_call order by attempt")
                        .query()
                        .listOfRows())
                .containsExactly(Map.of("attempt", 1, "late", true), Map.of("attempt", 2, "late", false));
    }

    @Test
    void aResultThatComesWhileItsLeaseIsRenewedIsToldToComeAgainAndThenCounts() throws Exception {
        for (Destination destination : List.of(CAP, KAPTURE)) {
            LeadId lead = store(destination.name().value(), "+919000000001", "ada@example.com");
            Claimed claimed = ledger.claim(destination, 1, Turn.OLDEST_FIRST, false, List.of())
                    .getFirst();
            try (Connection renewal = database.dataSource().getConnection();
                    Statement statement = renewal.createStatement()) {
                renewal.setAutoCommit(false);
                statement.execute("update delivery set due_at = due_at + interval '1 second',"
                        + " leased_until = leased_until + interval '1 second'");

                assertThat(settlements.record(settlement(claimed, delivered()))).isEmpty();
                assertThat(count("delivery_call where destination = '" + destination.name() + "'"))
                        .isZero();
                renewal.commit();
            }

            assertThat(record(claimed, delivered()).ours())
                    .as(destination.name().value())
                    .isTrue();
            assertThat(row(lead, destination.name().value())).containsEntry("status", "DELIVERED");
        }
    }

    @Test
    void whatIsLockedOrGoneIsToldFromWhatIsLost() throws Exception {
        Claimed free = claimed(store("kapture", "tel:+91", null));
        Claimed locked = claimed(store("kapture", "tel:+92", "mailto:a"));
        Claimed halfLocked = claimed(store("kapture", "tel:+93", "mailto:b"));
        Claimed gone = claimed(store("kapture", null, null));
        jdbc.sql("delete from delivery where lead_id = ?")
                .param(gone.leadId().value())
                .update();
        jdbc.sql("update delivery set leased_until = leased_until - interval '5 s'")
                .update();
        jdbc.sql("update person_in_flight set leased_until = leased_until - interval '5 s'")
                .update();
        List<Map<String, Object>> before = personsOf(locked, halfLocked);

        try (Connection other = database.dataSource().getConnection();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("select from delivery where lead_id = '" + locked.leadId() + "' for update");
            statement.execute("select from person_in_flight where order_key = 'mailto:b' for update");

            assertThat(leases.renew(List.of(locked, free, gone, halfLocked)))
                    .containsExactly(Renewal.NOT_NOW, Renewal.RENEWED, Renewal.LOST, Renewal.NOT_NOW);
            assertThat(personsOf(locked, halfLocked)).isEqualTo(before);

            leaseRunsOut(free);
            assertThat(leases.renew(List.of(locked, free))).containsExactly(Renewal.NOT_NOW, Renewal.LOST);
            assertThat(settlements.record(settlement(halfLocked, delivered()))).isEmpty();
            assertThat(record(free, delivered()).ours()).isTrue();
        }
        assertThat(leases.renew(List.of(locked, halfLocked))).containsExactly(Renewal.RENEWED, Renewal.RENEWED);
        assertThat(personsOf(locked, halfLocked)).doesNotContainAnyElementsOf(before);
    }

    private static List<Map<String, Object>> personsOf(Claimed... claimed) {
        return jdbc.sql("select p.order_key, p.leased_until as person, d.leased_until as delivery"
                        + " from person_in_flight p join delivery d using (lead_id, destination)"
                        + " where lead_id = any (?::uuid[]) order by 1")
                .param(Stream.of(claimed).map(one -> one.leadId().toString()).toArray(String[]::new))
                .query()
                .listOfRows();
    }

    private static void leaseRunsOut(Claimed claimed) {
        jdbc.sql("update delivery set leased_until = now() - interval '1 s' where lead_id = ?")
                .param(claimed.leadId().value())
                .update();
    }

    @Test
    void aResultThatIsRecordedTwiceCountsOnce() {
        LeadId lead = store("cap", null, null);
        Claimed claimed =
                ledger.claim(CAP, 1, Turn.OLDEST_FIRST, false, List.of()).getFirst();

        assertThat(record(claimed, new NextStep.Again(Duration.ofMinutes(1))).ours())
                .isTrue();
        assertThat(record(claimed, new NextStep.Again(Duration.ofMinutes(1))).ours())
                .isTrue();

        assertThat(row(lead, "cap")).containsEntry("failures", 1).containsEntry("tries", 1);
        assertThat(count("delivery_call")).isEqualTo(1);
    }

    @Test
    void whatIsGivenBackIsDueAtOnceAndUsedUpNoTry() {
        LeadId lead = store("cap", null, null);
        record(ledger.claim(CAP, 1, Turn.OLDEST_FIRST, false, List.of()).getFirst(), new NextStep.GivenBack());

        assertThat(row(lead, "cap")).containsEntry("tries", 0).containsEntry("failures", 0);
        assertThat(ledger.claim(CAP, 1, Turn.OLDEST_FIRST, false, List.of())
                        .getFirst()
                        .attempt())
                .isEqualTo(2);
    }

    @Test
    void whatFailedComesAgainWhenItsTimeHasCome() {
        LeadId lead = store("cap", null, null);
        record(
                ledger.claim(CAP, 1, Turn.OLDEST_FIRST, false, List.of()).getFirst(),
                new NextStep.Again(Duration.ofHours(1)));

        assertThat(ledger.claim(CAP, 1, Turn.OLDEST_FIRST, false, List.of())).isEmpty();
        jdbc.sql("update delivery set due_at = clock_timestamp()").update();
        assertThat(ledger.claim(CAP, 1, Turn.OLDEST_FIRST, false, List.of())
                        .getFirst()
                        .leadId())
                .isEqualTo(lead);
    }

    @Test
    void aHeldDestinationIsNotClaimedFromUnlessByItsProbe() {
        store("cap", null, null);
        jdbc.sql("insert into destination_state (destination, held, held_since, probe_at)"
                        + " values ('cap', true, now(), now())")
                .update();

        assertThat(ledger.claim(CAP, 1, Turn.OLDEST_FIRST, false, List.of())).isEmpty();
        assertThat(ledger.claim(CAP, 1, Turn.OLDEST_FIRST, true, List.of())).hasSize(1);
    }

    @Test
    void aYoungerLeadOfAPersonWaitsForTheOlder() {
        LeadId older = store("kapture", "tel:+91", null);
        LeadId younger = store("kapture", "tel:+91", "mailto:a");
        LeadId other = store("kapture", "tel:+92", "mailto:b");

        List<Claimed> claimed = ledger.claim(KAPTURE, 8, Turn.OLDEST_FIRST, false, List.of());
        assertThat(claimed).extracting(Claimed::leadId).containsExactlyInAnyOrder(older, other);

        Recorded recorded = record(
                claimed.stream()
                        .filter(c -> c.leadId().equals(older))
                        .findFirst()
                        .orElseThrow(),
                delivered());
        assertThat(recorded.anotherWaits()).isTrue();
        assertThat(ledger.claim(KAPTURE, 8, Turn.OLDEST_FIRST, false, List.of()))
                .extracting(Claimed::leadId)
                .containsExactly(younger);
    }

    @Test
    void aPersonWhoIsOnTheWayIsNotClaimedAgainEvenWhereTheOlderLeadCameToLightLater() {
        LeadId younger = store("kapture", "tel:+91", "mailto:a");
        Claimed inFlight =
                ledger.claim(KAPTURE, 8, Turn.OLDEST_FIRST, false, List.of()).getFirst();
        LeadId older = new LeadId(jdbc.sql("select new_lead_id(clock_timestamp() - interval '1 second', 1)")
                .query(UUID.class)
                .single());
        store(older, "kapture", null, "mailto:a");

        assertThat(ledger.claim(KAPTURE, 8, Turn.OLDEST_FIRST, false, List.of()))
                .isEmpty();
        assertThat(count("person_in_flight")).isEqualTo(2);

        record(inFlight, delivered());
        assertThat(count("person_in_flight")).isZero();
        assertThat(ledger.claim(KAPTURE, 8, Turn.OLDEST_FIRST, false, List.of()))
                .extracting(Claimed::leadId)
                .containsExactly(older);
        assertThat(younger.compareTo(older)).isPositive();
    }

    @Test
    void whoGetsOnlyOneOfTwoKeysGivesItBack() {
        Claimed blocking = claimed(store("kapture", null, "mailto:a"));
        LeadId older = new LeadId(jdbc.sql("select new_lead_id(clock_timestamp() - interval '1 second', 1)")
                .query(UUID.class)
                .single());
        store(older, "kapture", "tel:+91", "mailto:a");

        assertThat(ledger.claim(KAPTURE, 8, Turn.OLDEST_FIRST, false, List.of()))
                .isEmpty();

        assertThat(jdbc.sql("select order_key from person_in_flight")
                        .query(String.class)
                        .list())
                .containsExactly("mailto:a");
        record(blocking, delivered());
    }

    @Test
    void aLeadWhosePersonIsOnTheWayTakesNoPlaceOfOthers() {
        claimed(store("kapture", "tel:+91", "mailto:a"));
        LeadId older = new LeadId(jdbc.sql("select new_lead_id(clock_timestamp() - interval '1 second', 1)")
                .query(UUID.class)
                .single());
        store(older, "kapture", null, "mailto:a");
        LeadId other = store("kapture", "tel:+92", null);

        assertThat(ledger.claim(KAPTURE, 1, Turn.OLDEST_FIRST, false, List.of()))
                .extracting(Claimed::leadId)
                .containsExactly(other);
    }

    @Test
    void ageIsCountedFromTheReceiptOrFromTheEndOfAHoldAndNotWhileItLasts() {
        store("cap", null, null);
        jdbc.sql("update delivery set age_from = now() - interval '100 h'").update();
        assertThat(ageOfNextClaim(false)).isBetween(Duration.ofHours(100), Duration.ofHours(101));

        jdbc.sql("insert into destination_state (destination, held, held_since, probe_at)"
                        + " values ('cap', true, now() - interval '90 h', now())")
                .update();
        assertThat(ageOfNextClaim(true)).isLessThan(Duration.ofMinutes(1));

        jdbc.sql(
                        "update destination_state set held = false, held_since = null, probe_at = null, released_at = now() - interval '2 h'")
                .update();
        assertThat(ageOfNextClaim(false)).isBetween(Duration.ofHours(2), Duration.ofHours(3));

        jdbc.sql("update delivery set age_from = now() - interval '1 h'").update();
        assertThat(ageOfNextClaim(false)).isBetween(Duration.ofHours(1), Duration.ofHours(2));
    }

    private static Duration ageOfNextClaim(boolean probing) {
        Claimed claimed =
                ledger.claim(CAP, 1, Turn.OLDEST_FIRST, probing, List.of()).getFirst();
        record(claimed, new NextStep.GivenBack());
        return claimed.age();
    }

    @Test
    void aPersonKeyWhoseLeaseRanOutIsTakenOver() {
        store("kapture", "tel:+91", null);
        ledger.claim(KAPTURE, 1, Turn.OLDEST_FIRST, false, List.of());
        leasesRunOut();
        assertThat(ledger.claim(KAPTURE, 1, Turn.OLDEST_FIRST, false, List.of()))
                .hasSize(1);
    }

    @Test
    void renewingKeepsWhatIsOursAndTellsWhatIsNot() {
        store("kapture", "tel:+91", null);
        store("cap", null, null);
        Claimed kapture =
                ledger.claim(KAPTURE, 1, Turn.OLDEST_FIRST, false, List.of()).getFirst();
        Claimed cap = ledger.claim(CAP, 1, Turn.OLDEST_FIRST, false, List.of()).getFirst();
        jdbc.sql("update delivery set due_at = now() + interval '3 s', leased_until = now() + interval '3 s'")
                .update();
        jdbc.sql("update person_in_flight set leased_until = now() + interval '3 s'")
                .update();
        record(cap, delivered());

        assertThat(leases.renew(List.of(kapture, cap))).containsExactly(Renewal.RENEWED, Renewal.LOST);

        assertThat(ledger.claim(KAPTURE, 1, Turn.OLDEST_FIRST, false, List.of()))
                .isEmpty();
        assertThat(jdbc.sql("select leased_until > now() + interval '20 seconds' from person_in_flight")
                        .query(Boolean.class)
                        .single())
                .isTrue();
    }

    @Test
    void afterARestoreWhatIsOpenIsUncertainAndIsHeldWhereTheUnknownIsToBeHeld() {
        Destination holding = new Destination(
                new DestinationName("cap"),
                "test",
                TestCouriers.accepting(false),
                new Carriage(16, OnUnknown.HOLD, TestCouriers.SETTINGS.probeInterval(), TestCouriers.SETTINGS.retry()));
        LeadId waiting = store("cap", null, null);
        LeadId onItsWay = store("cap", null, null);
        jdbc.sql("update delivery set attempt = 1, leased_until = due_at where lead_id = ?")
                .param(onItsWay.value())
                .update();
        LeadId delivered = store("cap", null, null);
        jdbc.sql("update delivery set status = 'DELIVERED', due_at = null, settled_at = now() where lead_id = ?")
                .param(delivered.value())
                .update();
        LeadId retried = store("kapture", null, null);
        LeadId held = store("kapture", null, null);
        jdbc.sql("update delivery set status = 'HELD', due_at = null, hold_reason = 'a bug' where lead_id = ?")
                .param(held.value())
                .update();

        assertThat(ledger.doubtAllThatIsOpen(List.of(holding, KAPTURE))).isEqualTo(2);

        for (LeadId lead : List.of(waiting, onItsWay)) {
            assertThat(row(lead, "cap"))
                    .containsEntry("status", "HELD")
                    .containsEntry("uncertain", true)
                    .containsEntry("hold_reason", "may have been sent before the restore (lead-router.start-paused)");
        }
        assertThat(row(delivered, "cap")).containsEntry("status", "DELIVERED").containsEntry("uncertain", false);
        assertThat(row(retried, "kapture")).containsEntry("status", "PENDING").containsEntry("uncertain", true);
        assertThat(row(held, "kapture"))
                .containsEntry("status", "HELD")
                .containsEntry("uncertain", true)
                .containsEntry("hold_reason", "a bug");
    }

    private static Claimed claimed(LeadId lead) {
        return ledger.claim(KAPTURE, 8, Turn.OLDEST_FIRST, false, List.of()).stream()
                .filter(claimed -> claimed.leadId().equals(lead))
                .findFirst()
                .orElseThrow();
    }

    private static Recorded record(Claimed claimed, NextStep step) {
        return settlements.record(settlement(claimed, step)).orElseThrow();
    }

    private static Settlement settlement(Claimed claimed, NextStep step) {
        Call call = new Call("submit", Outcome.ACCEPTED, 202, Instant.now(), Duration.ofMillis(3), "ok");
        return new Settlement(claimed, step, Outcome.ACCEPTED, false, "7", List.of(), List.of(call));
    }

    private static NextStep delivered() {
        return new NextStep.Settled(DeliveryStatus.DELIVERED);
    }

    private static void leasesRunOut() {
        jdbc.sql("update delivery set due_at = now() - interval '1 s', leased_until = now() - interval '1 s'"
                        + " where leased_until is not null")
                .update();
        jdbc.sql("update person_in_flight set leased_until = now() - interval '1 s'")
                .update();
    }

    private static LeadId store(String destination, @Nullable String phoneKey, @Nullable String emailKey) {
        LeadId id = new LeadId(jdbc.sql("select new_lead_id(clock_timestamp(), 1)")
                .query(UUID.class)
                .single());
        store(id, destination, phoneKey, emailKey);
        return id;
    }

    private static void store(LeadId id, String destination, @Nullable String phoneKey, @Nullable String emailKey) {
        jdbc.sql("insert into lead (id, source, received_at, disposition, destinations, document)"
                        + " values (?, 'web', now(), 'ROUTED', array[?], '{\"firstName\":\"Ada\"}')")
                .params(id.value(), destination)
                .update();
        jdbc.sql("insert into delivery (lead_id, destination, due_at, age_from, phone_key, email_key)"
                        + " values (?, ?, now(), now(), ?, ?)")
                .params(id.value(), destination, phoneKey, emailKey)
                .update();
    }

    private static Map<String, Object> row(LeadId lead, String destination) {
        return jdbc.sql("select * from delivery where lead_id = ? and destination = ?")
                .params(lead.value(), destination)
                .query()
                .singleRow();
    }

    private static long count(String table) {
        return jdbc.sql("select count(*) from " + table).query(Long.class).single();
    }

    private static Destination destination(String name, boolean ordered) {
        return new Destination(
                new DestinationName(name), "test", TestCouriers.accepting(ordered), TestCouriers.SETTINGS);
    }
}
