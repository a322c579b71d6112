package com.leadrouter.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.leadrouter.delivery.Leases.Renewal;
import com.leadrouter.lead.DestinationName;
import com.leadrouter.lead.LeadFixture;
import com.leadrouter.lead.LeadId;
import com.leadrouter.postgres.Database;
import com.leadrouter.postgres.TestDatabases;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Whatever the order in which workers claim, renew, lose, settle and give back, and people retry and cancel, the real database does what a small
 * model of the state machine does.
 */
class LedgerPropertiesIT {

    private static final Destination KAPTURE = new Destination(
            new DestinationName("kapture"), "test", TestCouriers.accepting(true), TestCouriers.SETTINGS);

    private static Database database;
    private static JdbcClient jdbc;
    private static Ledger ledger;
    private static Leases leases;
    private static Settlements settlements;
    private static Interventions interventions;

    @BeforeContainer
    static void connect() {
        database = TestDatabases.create().migrated();
        jdbc = database.jdbc();
        ledger = new Ledger(database.dataSource(), jdbc, new EngineSettings(Duration.ofHours(1), false));
        leases = new Leases(jdbc, new EngineSettings(Duration.ofHours(1), false));
        settlements = new Settlements(database.dataSource(), jdbc, new ObjectMapper());
        interventions = TestEngine.interventions(jdbc, Map.of("kapture", new LambdaCourier(true, (delivery, log) -> {
            throw new UnsupportedOperationException("nothing is sent");
        })));
    }

    @AfterContainer
    static void nothingIsLeftOver() {
        database.execute("truncate lead, delivery, delivery_call, person_in_flight");
    }

    /** What a worker or time may do next; the numbers choose among what is there. */
    sealed interface Action {
        record Store(int phone, int email) implements Action {}

        record Claim(int limit, Turn turn) implements Action {}

        record Settle(int which, int step) implements Action {}

        record Renew(int which) implements Action {}

        record Expire(int which) implements Action {}

        record TimePasses() implements Action {}

        record Retry(int which, boolean force) implements Action {}

        record Cancel(int which) implements Action {}
    }

    @Provide
    Arbitrary<List<Action>> histories() {
        Arbitrary<Integer> which = Arbitraries.integers().between(0, 7);
        return Arbitraries.frequencyOf(
                        net.jqwik.api.Tuple.of(
                                4,
                                Arbitraries.integers()
                                        .between(0, 3)
                                        .flatMap(phone -> Arbitraries.integers()
                                                .between(phone == 0 ? 1 : 0, 3)
                                                .map(email -> (Action) new Action.Store(phone, email)))),
                        net.jqwik.api.Tuple.of(
                                5,
                                Arbitraries.of(1, 2, 4, 16)
                                        .flatMap(limit -> Arbitraries.of(Turn.class)
                                                .map(turn -> (Action) new Action.Claim(limit, turn)))),
                        net.jqwik.api.Tuple.of(
                                5,
                                which.flatMap(w -> Arbitraries.integers()
                                        .between(0, 7)
                                        .map(step -> (Action) new Action.Settle(w, step)))),
                        net.jqwik.api.Tuple.of(1, which.map(Action.Renew::new)),
                        net.jqwik.api.Tuple.of(2, which.map(Action.Expire::new)),
                        net.jqwik.api.Tuple.of(2, Arbitraries.just(new Action.TimePasses())),
                        net.jqwik.api.Tuple.of(
                                2,
                                which.flatMap(w ->
                                        Arbitraries.of(true, false).map(force -> (Action) new Action.Retry(w, force)))),
                        net.jqwik.api.Tuple.of(2, which.map(Action.Cancel::new)))
                .list()
                .ofMinSize(5)
                .ofMaxSize(40);
    }

    @Property(tries = 80, shrinking = ShrinkingMode.BOUNDED)
    void theDatabaseDoesWhatTheModelDoes(@ForAll("histories") List<Action> history) {
        database.execute("truncate lead, delivery, delivery_call, person_in_flight");
        Model model = new Model();
        for (Action action : history) {
            switch (action) {
                case Action.Store store -> model.store(store);
                case Action.Claim claim -> model.claim(claim);
                case Action.Settle settle -> model.settle(settle);
                case Action.Renew renew -> model.renew(renew);
                case Action.Expire expire -> model.expire(expire);
                case Action.TimePasses passes -> model.timePasses();
                case Action.Retry retry -> model.retry(retry);
                case Action.Cancel cancel -> model.cancel(cancel);
            }
            model.isWhatIsStored();
        }
    }

    private static final class Row {
        final @Nullable String phone;
        final @Nullable String email;
        DeliveryStatus status = DeliveryStatus.PENDING;
        int attempt;
        int tries;
        int failures;
        int faults;
        boolean due = true;
        boolean leased;
        boolean expired;
        boolean toCancel;
        boolean forced;
        boolean wasDelivered;

        Row(@Nullable String phone, @Nullable String email) {
            this.phone = phone;
            this.email = email;
        }

        boolean isOpen() {
            return status == DeliveryStatus.PENDING;
        }

        boolean isOnItsWay() {
            return leased && !expired;
        }

        boolean sharesThePersonOf(Row other) {
            return (phone != null && phone.equals(other.phone)) || (email != null && email.equals(other.email));
        }
    }

    private static final class Model {
        final Map<LeadId, Row> rows = new LinkedHashMap<>();
        final List<Claimed> everClaimed = new ArrayList<>();

        void store(Action.Store action) {
            String phone = action.phone() == 0 ? null : "tel:" + action.phone();
            String email = action.email() == 0 ? null : "mailto:" + action.email();
            LeadId id = new LeadId(jdbc.sql("select new_lead_id(clock_timestamp(), 1)")
                    .query(UUID.class)
                    .single());
            jdbc.sql("insert into lead (id, source, received_at, disposition, destinations, document)"
                            + " values (?, 'web', now(), 'ROUTED', '{kapture}', ?::jsonb)")
                    .params(id.value(), StoredFixture.json(LeadFixture.aLead().build()))
                    .update();
            jdbc.sql("insert into delivery (lead_id, destination, due_at, age_from, phone_key, email_key)"
                            + " values (?, 'kapture', now(), now(), ?, ?)")
                    .params(id.value(), phone, email)
                    .update();
            rows.put(id, new Row(phone, email));
        }

        void claim(Action.Claim action) {
            Set<LeadId> eligible = new TreeSet<>();
            rows.forEach((id, row) -> {
                boolean free = rows.entrySet().stream()
                        .filter(other -> !other.getKey().equals(id))
                        .filter(other -> other.getValue().sharesThePersonOf(row))
                        .noneMatch(other -> other.getValue().isOnItsWay()
                                || (other.getValue().isOpen() && other.getKey().compareTo(id) < 0));
                if (row.isOpen() && row.due && !row.isOnItsWay() && free) {
                    eligible.add(id);
                }
            });

            List<Claimed> claimed = ledger.claim(KAPTURE, action.limit(), action.turn(), false, List.of());

            assertThat(claimed.stream().map(Claimed::leadId))
                    .doesNotHaveDuplicates()
                    .isSubsetOf(eligible);
            assertThat(claimed).hasSize(Math.min(action.limit(), eligible.size()));
            for (Claimed one : claimed) {
                Row row = rows.get(one.leadId());
                row.attempt++;
                row.tries++;
                row.faults += row.expired ? 1 : 0;
                row.leased = true;
                row.expired = false;
                assertThat(one.attempt()).isEqualTo(row.attempt);
            }
            everClaimed.addAll(claimed);
        }

        void settle(Action.Settle action) {
            if (everClaimed.isEmpty()) {
                return;
            }
            // Any try that ever was, so that many of them come late.
            Claimed claimed = everClaimed.get(action.which() % everClaimed.size());
            NextStep step = switch (action.step()) {
                case 0, 1 -> new NextStep.Settled(DeliveryStatus.DELIVERED);
                case 2 -> new NextStep.Again(Duration.ofHours(1));
                case 3 -> new NextStep.AgainAfterFault(Duration.ofHours(1));
                case 4 -> new NextStep.Held("a person has to look");
                case 5 -> new NextStep.HeldAfterRefusals("403");
                case 6 -> new NextStep.DestinationHeld("401", Duration.ofHours(1), claimed.attempt() % 2 == 0);
                default -> new NextStep.GivenBack();
            };
            Row row = rows.get(claimed.leadId());
            boolean ours = row.leased && row.attempt == claimed.attempt();

            boolean recorded = settlements
                    .record(new Settlement(claimed, step, null, false, null, List.of(), List.of()))
                    .orElseThrow()
                    .ours();

            boolean wasRecordedBefore = !row.leased && row.attempt == claimed.attempt();
            assertThat(recorded).isEqualTo(ours || wasRecordedBefore);
            if (ours) {
                apply(step, row);
            }
        }

        private static void apply(NextStep step, Row row) {
            row.leased = false;
            row.expired = false;
            boolean toCancel = row.toCancel;
            row.toCancel = false;
            switch (step) {
                case NextStep.Settled(var status) -> {
                    row.status = status;
                    row.wasDelivered = false;
                }
                case NextStep.Again again -> {
                    row.failures++;
                    row.due = false;
                }
                case NextStep.AgainAfterFault again -> {
                    row.faults++;
                    row.due = false;
                }
                case NextStep.Held held -> row.status = DeliveryStatus.HELD;
                case NextStep.HeldAfterFault held -> {
                    row.status = DeliveryStatus.HELD;
                    row.faults++;
                }
                case NextStep.GivenBack back -> row.tries--;
                case NextStep.HeldAfterRefusals held -> {
                    row.status = DeliveryStatus.HELD;
                    row.tries--;
                    row.faults++;
                }
                case NextStep.DestinationHeld held -> {
                    row.tries--;
                    row.due = false;
                    row.faults += held.probe() ? 0 : 1;
                }
            }
            if (toCancel && row.status != DeliveryStatus.DELIVERED) {
                row.status = row.wasDelivered ? DeliveryStatus.DELIVERED : DeliveryStatus.CANCELLED;
            }
        }

        private @Nullable LeadId any(int which) {
            return rows.isEmpty() ? null : List.copyOf(rows.keySet()).get(which % rows.size());
        }

        void retry(Action.Retry action) {
            LeadId id = any(action.which());
            if (id == null) {
                return;
            }
            Row row = rows.get(id);

            Intervention result = interventions.retry(id, KAPTURE.name(), action.force());

            if (row.isOnItsWay() && row.forced != action.force()) {
                assertThat(result).isInstanceOf(Intervention.NotPossible.class);
            } else if (row.isOnItsWay()) {
                assertThat(result).isEqualTo(new Intervention.Done(row.toCancel));
                row.toCancel = false;
            } else if ((row.status == DeliveryStatus.DELIVERED || row.wasDelivered) && !action.force()) {
                assertThat(result).isInstanceOf(Intervention.NotPossible.class);
            } else if (row.status == DeliveryStatus.DELIVERED && row.forced && !row.wasDelivered) {
                assertThat(result).as("it has just been sent by force").isEqualTo(new Intervention.Done(false));
            } else {
                boolean changes = row.status != DeliveryStatus.PENDING
                        || !row.due
                        || row.leased
                        || row.failures > 0
                        || row.faults > 0
                        || row.forced != action.force();
                assertThat(result).isEqualTo(new Intervention.Done(changes));
                if (changes) {
                    row.wasDelivered |= row.status == DeliveryStatus.DELIVERED;
                    row.attempt += row.leased ? 1 : 0;
                    row.leased = false;
                    row.expired = false;
                    row.toCancel = false;
                    row.status = DeliveryStatus.PENDING;
                    row.due = true;
                    row.failures = 0;
                    row.faults = 0;
                    row.forced = action.force();
                }
            }
        }

        void cancel(Action.Cancel action) {
            LeadId id = any(action.which());
            if (id == null) {
                return;
            }
            Row row = rows.get(id);

            Intervention result = interventions.cancel(id, KAPTURE.name());

            switch (row.status) {
                case PENDING, HELD -> {
                    assertThat(result).isEqualTo(new Intervention.Done(!row.toCancel || row.expired));
                    if (row.isOnItsWay()) {
                        row.toCancel = true;
                    } else {
                        row.status = row.wasDelivered ? DeliveryStatus.DELIVERED : DeliveryStatus.CANCELLED;
                        row.attempt += row.leased ? 1 : 0;
                        row.leased = false;
                        row.expired = false;
                        row.toCancel = false;
                    }
                }
                case CANCELLED -> assertThat(result).isEqualTo(new Intervention.Done(false));
                case DELIVERED -> {
                    if (row.wasDelivered) {
                        assertThat(result).isEqualTo(new Intervention.Done(false));
                    } else {
                        assertThat(result).isInstanceOf(Intervention.NotPossible.class);
                    }
                }
                case REJECTED, DEAD -> assertThat(result).isInstanceOf(Intervention.NotPossible.class);
            }
        }

        void renew(Action.Renew action) {
            if (everClaimed.isEmpty()) {
                return;
            }
            Claimed claimed = everClaimed.get(action.which() % everClaimed.size());
            Row row = rows.get(claimed.leadId());
            boolean ours = row.isOnItsWay() && row.attempt == claimed.attempt();
            assertThat(leases.renew(List.of(claimed))).containsExactly(ours ? Renewal.RENEWED : Renewal.LOST);
        }

        void expire(Action.Expire action) {
            List<LeadId> leased = rows.entrySet().stream()
                    .filter(row -> row.getValue().isOnItsWay())
                    .map(Map.Entry::getKey)
                    .toList();
            if (leased.isEmpty()) {
                return;
            }
            LeadId id = leased.get(action.which() % leased.size());
            jdbc.sql("update delivery set due_at = now() - interval '1 s', leased_until = now() - interval '1 s'"
                            + " where lead_id = ?")
                    .param(id.value())
                    .update();
            jdbc.sql("update person_in_flight set leased_until = now() - interval '1 s' where lead_id = ?")
                    .param(id.value())
                    .update();
            rows.get(id).expired = true;
        }

        void timePasses() {
            jdbc.sql("update delivery set due_at = now() where due_at is not null and leased_until is null")
                    .update();
            rows.values().forEach(row -> row.due = true);
        }

        void isWhatIsStored() {
            List<Map<String, Object>> stored = jdbc.sql("select lead_id, status, attempt, tries, failures, faults,"
                            + " leased_until is not null as leased, to_cancel, forced from delivery order by lead_id")
                    .query()
                    .listOfRows();
            List<Map<String, Object>> expected = rows.entrySet().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .map(entry -> {
                        Row row = entry.getValue();
                        return Map.<String, Object>of(
                                "lead_id", entry.getKey().value(),
                                "status", row.status.name(),
                                "attempt", row.attempt,
                                "tries", row.tries,
                                "failures", row.failures,
                                "faults", row.faults,
                                "leased", row.leased,
                                "to_cancel", row.toCancel,
                                "forced", row.forced);
                    })
                    .toList();
            assertThat(stored).isEqualTo(expected);
            assertThat(jdbc.sql("select order_key from person_in_flight where leased_until > now()")
                            .query(String.class)
                            .list())
                    .as("the persons on their way are those of the leased deliveries")
                    .containsExactlyInAnyOrderElementsOf(rows.values().stream()
                            .filter(Row::isOnItsWay)
                            .flatMap(row -> java.util.stream.Stream.of(row.phone, row.email))
                            .filter(key -> key != null)
                            .toList());
        }
    }
}
