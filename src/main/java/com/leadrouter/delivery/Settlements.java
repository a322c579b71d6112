package com.leadrouter.delivery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.leadrouter.delivery.CallLog.Call;
import com.leadrouter.lead.DestinationName;
import com.leadrouter.platform.DataErrors;
import com.leadrouter.platform.GroupWriter;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Records the results of tries, many in one statement, each only if its lease is still ours: the attempt number is the
 * fence. The calls are appended in any case; those of a try that had lost its lease are marked as late. A result that
 * is recorded again, since nobody knew whether its commit had come through, changes nothing and is ours still.
 */
@Component
final class Settlements {

    /**
     * Whether the result changed the delivery, whether that was to be cancelled and so is, and whether a younger lead of
     * the person waited for that.
     */
    record Recorded(boolean ours, boolean cancelled, boolean anotherWaits) {}

    // A statement of its own, so that SETTLE begins when there is nothing left to wait for: what PostgreSQL looks at
    // again after a wait can come out wrong for a partitioned table (18.6 drops the row), and the result would be lost.
    // It waits for nothing itself, or one row that another session has locked would hold up the whole group; it answers
    // which results are there and could not be locked, a row of theirs or of their person.
    private static final String LOCK = """
            with result as materialized (
                select *
                from unnest(:leadIds::uuid[], :destinations::text[]) with ordinality as r(lead_id, destination, place)
            ),
            held as materialized (
                select d.lead_id, d.destination, r.place
                from result r
                join delivery d on d.lead_id = r.lead_id and d.destination = r.destination
                order by d.lead_id, d.destination
                for update of d skip locked
            ),
            persons as materialized (
                select p.destination, p.order_key
                from held
                join person_in_flight p on p.lead_id = held.lead_id and p.destination = held.destination
                order by p.destination, p.order_key
                for update of p skip locked
            )
            select r.place
            from result r
            join delivery d on d.lead_id = r.lead_id and d.destination = r.destination
            where r.place not in (select place from held)
               or exists (
                   select from person_in_flight p
                   where p.lead_id = r.lead_id and p.destination = r.destination
                     and (p.destination, p.order_key) not in (select destination, order_key from persons))
            """;

    // What was delivered before an operator had it sent once more stays so, however that ends.
    //
    // Whether a lead was erased is asked only where its delivery was to be cancelled on its way, or has lost its lease.
    private static final String SETTLE = """
            with result as materialized (
                select *
                from unnest(
                    :leadIds::uuid[], :destinations::text[], :attempts::int[], :statuses::text[], :delays::bigint[],
                    :holdReasons::text[], :triesBack::int[], :failures::int[], :faults::int[], :uncertain::bool[],
                    :outcomes::text[], :httpStatuses::int[], :externalIds::text[], :errors::text[])
                    with ordinality as r(lead_id, destination, attempt, status, delay_millis, hold_reason, tries_back,
                        failures, faults, uncertain, outcome, http_status, external_id, errors, place)
            ),
            ours as materialized (
                select d.lead_id, d.destination, r.place, d.phone_key, d.email_key,
                    d.to_cancel and r.status <> 'DELIVERED' and d.delivered_at is null as cancelled,
                    d.delivered_at is not null
                        and (r.status not in ('PENDING', 'HELD', 'DELIVERED') or d.to_cancel and r.status <> 'DELIVERED')
                        as stays,
                    d.to_cancel and exists (
                        select from lead l where l.id = d.lead_id and l.disposition = 'ERASED') as erased
                from result r
                join delivery d on d.lead_id = r.lead_id and d.destination = r.destination
                where d.attempt = r.attempt and d.leased_until is not null
                order by d.lead_id, d.destination
                for update of d
            ),
            settled as (
                update delivery d
                set status = case
                        when ours.cancelled then 'CANCELLED'
                        when ours.stays then 'DELIVERED'
                        else r.status end,
                    due_at = case
                        when not ours.cancelled and not ours.stays then clock_timestamp() + r.delay_millis * interval '1 millisecond' end,
                    leased_until = null,
                    to_cancel = false,
                    hold_reason = case when not ours.cancelled and not ours.stays then r.hold_reason end,
                    tries = d.tries - r.tries_back,
                    failures = d.failures + r.failures,
                    faults = d.faults + r.faults,
                    uncertain = d.uncertain or r.uncertain,
                    outcome = coalesce(r.outcome, d.outcome),
                    http_status = case when r.outcome is null then d.http_status else r.http_status end,
                    external_id = coalesce(r.external_id, d.external_id),
                    errors = case when r.outcome is null or ours.erased then d.errors else r.errors::jsonb end,
                    delivered_at = case when r.status <> 'DELIVERED' then d.delivered_at end,
                    settled_at = case
                        when ours.stays then d.delivered_at
                        when ours.cancelled or r.status not in ('PENDING', 'HELD') then clock_timestamp() end
                from result r
                join ours using (place)
                where d.lead_id = r.lead_id and d.destination = r.destination
            ),
            persons as materialized (
                select p.destination, p.order_key
                from ours
                join person_in_flight p on p.lead_id = ours.lead_id and p.destination = ours.destination
                order by p.destination, p.order_key
                for update of p
            ),
            freed as (
                delete from person_in_flight p
                using persons f
                where p.destination = f.destination and p.order_key = f.order_key
            ),
            call as (
                insert into delivery_call (lead_id, destination, attempt, call, operation, outcome, http_status,
                    started_at, duration_millis, response, late)
                select r.lead_id, r.destination, r.attempt, c.call, c.operation, c.outcome, c.http_status,
                    c.started_at, c.duration_millis,
                    case when not coalesce(ours.erased, exists (
                        select from lead l where l.id = r.lead_id and l.disposition = 'ERASED')) then c.response end,
                    ours.place is null
                from unnest(
                    :callPlaces::bigint[], :calls::int[], :operations::text[], :callOutcomes::text[],
                    :callHttpStatuses::int[], :startedAts::text[]::timestamptz[], :durations::int[],
                    :responses::text[])
                    as c(place, call, operation, outcome, http_status, started_at, duration_millis, response)
                join result r on r.place = c.place
                left join ours on ours.place = r.place
                on conflict do nothing
            )
            select ours.place is not null or (d.attempt = r.attempt and d.leased_until is null) as ours,
                coalesce(ours.cancelled, false) as cancelled,
                ours.place is not null and (
                    exists (
                        select from delivery y
                        where y.destination = ours.destination and y.phone_key = ours.phone_key
                          and y.due_at is not null and y.lead_id > ours.lead_id)
                    or exists (
                        select from delivery y
                        where y.destination = ours.destination and y.email_key = ours.email_key
                          and y.due_at is not null and y.lead_id > ours.lead_id)) as another_waits
            from result r
            left join ours on ours.place = r.place
            left join delivery d on d.lead_id = r.lead_id and d.destination = r.destination
            order by r.place
            """;

    private static final int WRITERS = 2;
    private static final int LARGEST_GROUP = 256;

    private final TransactionOperations transactions;
    private final JdbcClient jdbc;
    private final ObjectMapper json;
    private final Map<DestinationName, GroupWriter<Settlement, Optional<Recorded>>> writers = new ConcurrentHashMap<>();

    Settlements(DataSource dataSource, JdbcClient jdbc, ObjectMapper json) {
        this.transactions = new TransactionTemplate(new JdbcTransactionManager(dataSource));
        this.jdbc = jdbc;
        this.json = json;
    }

    /**
     * Returns once the result is durable, or empty at once where another session holds a row of it: nothing was written,
     * and it is to be recorded again; {@link org.springframework.dao.DataAccessException} where it may not be durable.
     */
    Optional<Recorded> record(Settlement settlement) {
        return writers.computeIfAbsent(settlement.claimed().destination(), this::writer)
                .write(settlement);
    }

    // Each destination has its own: what one has to wait for is no other's affair.
    private GroupWriter<Settlement, Optional<Recorded>> writer(DestinationName destination) {
        return new GroupWriter<>(
                "settle-" + destination,
                WRITERS,
                LARGEST_GROUP,
                Integer.MAX_VALUE,
                this::write,
                DataErrors::isDataError);
    }

    private record PlacedCall(int place, int number, Call call) {}

    private List<Optional<Recorded>> write(List<Settlement> group) {
        try {
            return Objects.requireNonNull(transactions.execute(transaction -> {
                Set<Integer> locked = lockedByOthers(group);
                List<Settlement> free = IntStream.range(0, group.size())
                        .filter(i -> !locked.contains(i))
                        .mapToObj(group::get)
                        .toList();
                Iterator<Recorded> recorded = settle(free).iterator();
                return IntStream.range(0, group.size())
                        .mapToObj(i -> locked.contains(i) ? Optional.<Recorded>empty() : Optional.of(recorded.next()))
                        .toList();
            }));
        } catch (TransactionException e) {
            // Neither begun nor rolled back: the connection is gone.
            throw new DataAccessResourceFailureException("no transaction", e);
        }
    }

    /** Locks what may be locked; answers the places of what another session holds. */
    private Set<Integer> lockedByOthers(List<Settlement> group) {
        return jdbc.sql(LOCK)
                .param("leadIds", leadIds(group))
                .param("destinations", destinations(group))
                .query((row, number) -> row.getInt("place") - 1)
                .set();
    }

    private List<Recorded> settle(List<Settlement> group) {
        if (group.isEmpty()) {
            return List.of();
        }
        List<Change> changes =
                group.stream().map(settlement -> Change.of(settlement.step())).toList();
        List<PlacedCall> calls = new ArrayList<>();
        for (int i = 0; i < group.size(); i++) {
            List<Call> made = group.get(i).calls();
            for (int number = 0; number < made.size(); number++) {
                calls.add(new PlacedCall(i + 1, number + 1, made.get(number)));
            }
        }
        return jdbc.sql(SETTLE)
                .param("leadIds", leadIds(group))
                .param("destinations", destinations(group))
                .param("attempts", numbers(group, s -> s.claimed().attempt()))
                .param("statuses", texts(changes, change -> change.status().name()))
                .param("delays", changes.stream().map(Settlements::delayMillis).toArray(Long[]::new))
                .param("holdReasons", texts(changes, Change::holdReason))
                .param("triesBack", numbers(changes, Change::triesBack))
                .param("failures", numbers(changes, Change::failures))
                .param("faults", numbers(changes, Change::faults))
                .param("uncertain", group.stream().map(Settlement::uncertain).toArray(Boolean[]::new))
                .param(
                        "outcomes",
                        texts(
                                group,
                                s -> s.outcome() == null ? null : s.outcome().name()))
                .param("httpStatuses", numbers(group, Settlement::httpStatus))
                .param("externalIds", texts(group, Settlement::externalId))
                .param("errors", texts(group, s -> json(s.errors())))
                .param("callPlaces", calls.stream().map(c -> (long) c.place()).toArray(Long[]::new))
                .param("calls", numbers(calls, PlacedCall::number))
                .param("operations", texts(calls, c -> c.call().operation()))
                .param("callOutcomes", texts(calls, c -> c.call().outcome().name()))
                .param("callHttpStatuses", numbers(calls, c -> c.call().httpStatus()))
                .param(
                        "startedAts",
                        texts(
                                calls,
                                c -> c.call()
                                        .startedAt()
                                        .atOffset(ZoneOffset.UTC)
                                        .toString()))
                .param(
                        "durations",
                        numbers(calls, c -> Math.toIntExact(c.call().duration().toMillis())))
                .param("responses", texts(calls, c -> c.call().response()))
                .query((row, number) -> new Recorded(
                        row.getBoolean("ours"), row.getBoolean("cancelled"), row.getBoolean("another_waits")))
                .list();
    }

    private static @Nullable String[] leadIds(List<Settlement> group) {
        return texts(group, settlement -> settlement.claimed().leadId().toString());
    }

    private static @Nullable String[] destinations(List<Settlement> group) {
        return texts(group, settlement -> settlement.claimed().destination().value());
    }

    private static @Nullable Long delayMillis(Change change) {
        return change.delay() == null ? null : change.delay().toMillis();
    }

    private static <T> @Nullable String[] texts(List<T> rows, Function<T, @Nullable String> value) {
        return rows.stream().map(value).toArray(String[]::new);
    }

    private static <T> @Nullable Integer[] numbers(List<T> rows, Function<T, @Nullable Integer> value) {
        return rows.stream().map(value).toArray(Integer[]::new);
    }

    private String json(List<DeliveryError> errors) {
        try {
            return errors.isEmpty() ? "[]" : json.writeValueAsString(errors);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("errors that cannot be written as JSON", e);
        }
    }
}
