package com.leadrouter.delivery;

import com.leadrouter.delivery.DestinationSettings.OnUnknown;
import com.leadrouter.lead.DestinationName;
import com.leadrouter.lead.LeadId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Who holds which delivery: claims what is due with a lease and a new attempt number. While a
 * delivery is on its way {@code due_at} is the end of its lease, so that a dead worker's deliveries come due by
 * themselves. All times are the database's.
 */
@Component
final class Ledger {

    // The limit stands in the text: with a parameter there the planner expects a tenth of the table.
    private static final String DUE = """
            with due as materialized (
                select d.lead_id, d.phone_key, d.email_key, d.leased_until is not null as was_lost, d.corrected
                from delivery d
                where d.destination = :destination
                  and d.due_at <= statement_timestamp()
                  and d.lead_id <> all (:inFlight::uuid[])
                  and (:probing or not exists (
                      select from destination_state s where s.destination = :destination and (s.paused or s.held)))
                  %s
                order by d.due_at %s
                limit %d
                for update of d skip locked
            ),
            """;

    // One not exists for each key: an "or" over both does not end. Who is on the way is looked at here too, or such a
    // lead would take another's place under the limit each time.
    private static final String WHOSE_TURN_IT_IS = """
            and not exists (
                select from person_in_flight p
                where p.destination = :destination and p.order_key = d.phone_key and p.lead_id <> d.lead_id
                  and p.leased_until >= statement_timestamp())
            and not exists (
                select from person_in_flight p
                where p.destination = :destination and p.order_key = d.email_key and p.lead_id <> d.lead_id
                  and p.leased_until >= statement_timestamp())
            and not exists (
                select from delivery o
                where o.destination = :destination and o.phone_key = d.phone_key and o.due_at is not null
                  and o.lead_id < d.lead_id)
            and not exists (
                select from delivery o
                where o.destination = :destination and o.email_key = d.email_key and o.due_at is not null
                  and o.lead_id < d.lead_id)
            """;

    private static final String ALL_THAT_IS_DUE = """
            mine as (select lead_id, was_lost from due),
            """;

    // The look at older ones races with a lead that commits later; the row in person_in_flight does not.
    private static final String WHOSE_PERSON_IS_FREE = """
            taken as (
                insert into person_in_flight as p (destination, order_key, lead_id, leased_until)
                select :destination, order_key, lead_id, statement_timestamp() + :lease * interval '1 millisecond'
                from due, lateral (values (phone_key), (email_key)) as k(order_key)
                where order_key is not null
                order by order_key
                on conflict (destination, order_key) do update
                    set lead_id = excluded.lead_id, leased_until = excluded.leased_until
                    where p.leased_until < clock_timestamp() or p.lead_id = excluded.lead_id
                returning order_key
            ),
            mine as (
                select lead_id, was_lost
                from due
                where (phone_key is null or phone_key in (select order_key from taken))
                  and (email_key is null or email_key in (select order_key from taken))
            ),
            """;

    // What waits for us while its destination is held or paused does not age. The document is as of the statement's
    // beginning; that of a lead which has been corrected since its last try is read again.
    private static final String CLAIM = """
            claimed as (
                update delivery d
                set attempt = d.attempt + 1,
                    tries = d.tries + 1,
                    faults = d.faults + mine.was_lost::int,
                    uncertain = d.uncertain or mine.was_lost,
                    corrected = false,
                    leased_until = statement_timestamp() + :lease * interval '1 millisecond',
                    due_at = statement_timestamp() + :lease * interval '1 millisecond'
                from mine
                where d.lead_id = mine.lead_id and d.destination = :destination
                returning d.lead_id, d.attempt, d.failures, d.faults, d.uncertain, d.forced, d.age_from
            )
            select due.lead_id, c.attempt, c.failures, c.faults, due.was_lost, c.uncertain, c.forced,
                due.corrected, l.disposition = 'ERASED' as erased,
                (extract(epoch from clock_timestamp() - greatest(c.age_from, waited.until)) * 1000)::bigint
                    as age_millis,
                l.received_at, l.document
            from due
            left join claimed c on c.lead_id = due.lead_id
            left join lead l on l.id = c.lead_id
            left join lateral (
                select case when s.held or s.paused then clock_timestamp() else s.released_at end as until
                from destination_state s
                where s.destination = :destination
            ) waited on true
            """;

    private static final String GIVE_PERSONS_BACK = """
            delete from person_in_flight p
            using (
                select destination, order_key
                from person_in_flight
                where destination = :destination and lead_id = any (:leadIds::uuid[])
                order by order_key
                for update
            ) half
            where p.destination = half.destination and p.order_key = half.order_key
            """;

    private static final String WAITING = """
            select count(*)
            from (
                select
                from delivery d
                where d.destination = :destination and d.due_at <= statement_timestamp()
                %s
                limit :most
            ) as waiting
            """;

    private static final String DOCUMENT = """
            select document
            from lead
            where id = :leadId
            """;

    // What was cancelled on its way is so, and what was delivered before it was sent once more stays delivered.
    private static final String HOLD = """
            update delivery
            set status = case
                    when not to_cancel then 'HELD'
                    when delivered_at is null then 'CANCELLED'
                    else 'DELIVERED' end,
                hold_reason = case when not to_cancel then :reason end,
                settled_at = case when to_cancel then coalesce(delivered_at, clock_timestamp()) end,
                due_at = null, leased_until = null, to_cancel = false
            where destination = any (:holding::text[]) and due_at is not null
            """;

    // Of workers that died, and of persons who did not come again: a phone or an e-mail that nobody needs.
    private static final String FORGET_PERSONS = """
            delete from person_in_flight
            where (destination, order_key) in (
                select destination, order_key
                from person_in_flight
                where leased_until < clock_timestamp() - interval '1 day'
                for update skip locked)
            """;

    private static final String DOUBT = """
            update delivery
            set uncertain = true
            where status in ('PENDING', 'HELD') and not uncertain
            """;

    private record Statement(boolean ordered, int limit, Turn turn) {}

    private record Row(LeadId leadId, Optional<Claimed> claimed) {}

    private final JdbcClient jdbc;
    private final TransactionOperations transactions;
    private final long leaseMillis;
    private final Map<Statement, String> claims = new ConcurrentHashMap<>();

    Ledger(DataSource dataSource, JdbcClient jdbc, EngineSettings settings) {
        this.jdbc = jdbc;
        this.transactions = new TransactionTemplate(new JdbcTransactionManager(dataSource));
        this.leaseMillis = settings.lease().toMillis();
    }

    /**
     * Claims up to {@code limit} deliveries that are due, none of those that are {@code inFlight} here still with a
     * lease that has run out; none where the destination is held, unless as its probe.
     */
    List<Claimed> claim(Destination destination, int limit, Turn turn, boolean probing, Collection<LeadId> inFlight) {
        return destination.ordered()
                ? claimOfFreePersons(destination, limit, turn, probing, inFlight)
                : select(destination, limit, turn, probing, inFlight).stream()
                        .flatMap(row -> row.claimed().stream())
                        .toList();
    }

    private List<Claimed> claimOfFreePersons(
            Destination destination, int limit, Turn turn, boolean probing, Collection<LeadId> inFlight) {
        return Objects.requireNonNull(transactions.execute(transaction -> {
            List<Claimed> claimed = new ArrayList<>();
            List<String> blocked = new ArrayList<>();
            for (Row row : select(destination, limit, turn, probing, inFlight)) {
                row.claimed()
                        .ifPresentOrElse(
                                claimed::add, () -> blocked.add(row.leadId().toString()));
            }
            if (!blocked.isEmpty()) {
                jdbc.sql(GIVE_PERSONS_BACK)
                        .param("destination", destination.name().value())
                        .param("leadIds", blocked.toArray(String[]::new))
                        .update();
            }
            return claimed;
        }));
    }

    private List<Row> select(
            Destination destination, int limit, Turn turn, boolean probing, Collection<LeadId> inFlight) {
        String sql = claims.computeIfAbsent(new Statement(destination.ordered(), limit, turn), Ledger::claim);
        long asked = System.nanoTime();
        return jdbc.sql(sql)
                .param("destination", destination.name().value())
                .param("lease", leaseMillis)
                .param("probing", probing)
                .param("inFlight", inFlight.stream().map(LeadId::toString).toArray(String[]::new))
                .query((row, number) -> row(row, destination.name(), probing, asked))
                .list();
    }

    private Row row(ResultSet row, DestinationName destination, boolean probing, long asked) throws SQLException {
        LeadId leadId = new LeadId(row.getObject("lead_id", UUID.class));
        int attempt = row.getInt("attempt");
        if (row.wasNull()) {
            return new Row(leadId, Optional.empty());
        }
        return new Row(
                leadId,
                Optional.of(new Claimed(
                        leadId,
                        destination,
                        attempt,
                        row.getInt("failures"),
                        row.getInt("faults"),
                        probing,
                        row.getBoolean("was_lost"),
                        row.getBoolean("uncertain"),
                        row.getBoolean("forced"),
                        Duration.ofMillis(row.getLong("age_millis")),
                        row.getObject("received_at", OffsetDateTime.class).toInstant(),
                        row.getBoolean("corrected") ? document(leadId) : row.getString("document"),
                        row.getBoolean("erased"),
                        asked)));
    }

    private String document(LeadId leadId) {
        return jdbc.sql(DOCUMENT)
                .param("leadId", leadId.value())
                .query(String.class)
                .single();
    }

    /** How many wait for their try, not for an older lead of their person; counted no further than to {@code most}. */
    int waiting(Destination destination, int most) {
        return jdbc.sql(WAITING.formatted(destination.ordered() ? WHOSE_TURN_IT_IS : ""))
                .param("destination", destination.name().value())
                .param("most", most)
                .query(Integer.class)
                .single();
    }

    /** Forgets who is not on the way any more since long. */
    void forgetPersons() {
        jdbc.sql(FORGET_PERSONS).update();
    }

    static String claimSql(boolean ordered, int limit, Turn turn) {
        return claim(new Statement(ordered, limit, turn));
    }

    private static String claim(Statement statement) {
        String direction = statement.turn().direction();
        return statement.ordered()
                ? DUE.formatted(WHOSE_TURN_IT_IS, direction, statement.limit()) + WHOSE_PERSON_IS_FREE + CLAIM
                : DUE.formatted("", direction, statement.limit()) + ALL_THAT_IS_DUE + CLAIM;
    }

    /**
     * Counts whatever is open as possibly delivered: after a restore nobody knows what became of it. What goes to a
     * destination that is to hold what is unknown waits for a person; answers how many those are.
     */
    int doubtAllThatIsOpen(Collection<Destination> all) {
        String[] holding = all.stream()
                .filter(destination -> destination.settings().onUnknown() == OnUnknown.HOLD)
                .map(destination -> destination.name().value())
                .toArray(String[]::new);
        return Objects.requireNonNull(transactions.execute(transaction -> {
            jdbc.sql(DOUBT).update();
            return jdbc.sql(HOLD)
                    .param("holding", holding)
                    .param("reason", "may have been sent before the restore (lead-router.start-paused)")
                    .update();
        }));
    }
}
