package com.leadrouter.delivery;

import com.leadrouter.lead.DestinationName;
import com.leadrouter.lead.Erasure;
import com.leadrouter.lead.PersonalData;
import com.leadrouter.lead.Tally;
import com.leadrouter.platform.AfterCommit;
import java.util.List;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Has the deliveries of erased leads end, and forgets what destinations have said of the person. What is on its way ends as
 * its destination says, and is not tried again; what is recorded of it then is without the destination's words
 * ({@link Settlements}).
 */
@Component
@Order(PersonalData.DELIVERIES)
final class ErasedDeliveries implements PersonalData {

    private static final String LOCK = """
            select lead_id
            from delivery
            where lead_id = any (:leads::uuid[])
            order by lead_id, destination
            for update
            """;

    // Whoever held a lease that has run out is fenced off by the attempt's number.
    private static final String CANCEL = """
            update delivery
            set status = case when delivered_at is null then 'CANCELLED' else 'DELIVERED' end, due_at = null, leased_until = null, hold_reason = null, to_cancel = false,
                settled_at = coalesce(delivered_at, clock_timestamp()),
                uncertain = uncertain or leased_until is not null,
                attempt = attempt + (leased_until is not null)::int
            where lead_id = any (:leads::uuid[]) and status in ('PENDING', 'HELD')
              and (leased_until is null or leased_until < clock_timestamp())
            returning destination
            """;

    private static final String ON_ITS_WAY = """
            update delivery
            set to_cancel = true
            where lead_id = any (:leads::uuid[]) and leased_until is not null and not to_cancel
            """;

    private static final String FORGET = """
            update delivery
            set errors = '[]', phone_key = null, email_key = null
            where lead_id = any (:leads::uuid[])
              and (errors <> '[]' or phone_key is not null or email_key is not null)
            """;

    private static final String FORGET_ANSWERS = """
            update delivery_call
            set response = null
            where lead_id = any (:leads::uuid[]) and response is not null
            """;

    // In the order in which claims lock them.
    private static final String LOCK_PERSONS = """
            select order_key
            from person_in_flight
            where lead_id = any (:leads::uuid[])
            order by destination, order_key
            for update
            """;

    // Of a worker that died.
    private static final String FREE = """
            delete from person_in_flight
            where lead_id = any (:leads::uuid[]) and leased_until < clock_timestamp()
            """;

    // Where another lead of the person waits, which has the key in clear itself, its turn is not to come too early.
    private static final String FORGET_KEYS = """
            with mine as materialized (
                select p.destination, p.order_key, p.lead_id,
                    row_number() over (partition by p.destination, p.lead_id order by p.order_key) as place
                from person_in_flight p
                where p.lead_id = any (:leads::uuid[])
                  and not exists (
                        select from delivery o
                        where o.destination = p.destination and o.phone_key = p.order_key and o.due_at is not null)
                  and not exists (
                        select from delivery o
                        where o.destination = p.destination and o.email_key = p.order_key and o.due_at is not null)
            )
            update person_in_flight p
            set order_key = 'erased:' || mine.lead_id || ':' || mine.place
            from mine
            where p.destination = mine.destination and p.order_key = mine.order_key
            """;

    private static final String REASONS = """
            select destination, pause_reason
            from destination_state
            where pause_reason is not null
            order by destination
            """;

    private static final String CHANGE_REASON = """
            update destination_state
            set pause_reason = :masked
            where destination = :destination and pause_reason = :reason
            """;

    private record Reason(String destination, String text) {}

    private final JdbcClient jdbc;
    private final DeliveryMetrics metrics;

    ErasedDeliveries(JdbcClient jdbc, DeliveryMetrics metrics) {
        this.jdbc = jdbc;
        this.metrics = metrics;
    }

    @Override
    public void forget(Erasure erasure, Tally tally) {
        if (!erasure.leads().isEmpty()) {
            lock(erasure, LOCK);
            tally.deliveriesCancelled(cancel(erasure));
            tally.forgot("delivery", of(erasure, FORGET));
            tally.forgot("delivery_call", of(erasure, FORGET_ANSWERS));
            lock(erasure, LOCK_PERSONS);
            tally.forgot("person_in_flight", of(erasure, FREE) + of(erasure, FORGET_KEYS));
        }
        tally.forgot("destination_state", forgetReasons(erasure));
    }

    private void lock(Erasure erasure, String sql) {
        jdbc.sql(sql)
                .param("leads", erasure.ids())
                .query((row, number) -> number)
                .list();
    }

    private int cancel(Erasure erasure) {
        List<String> cancelled = jdbc.sql(CANCEL)
                .param("leads", erasure.ids())
                .query(String.class)
                .list();
        AfterCommit.run(() -> cancelled.forEach(destination -> metrics.cancelled(new DestinationName(destination))));
        of(erasure, ON_ITS_WAY);
        return cancelled.size();
    }

    private int of(Erasure erasure, String sql) {
        return jdbc.sql(sql).param("leads", erasure.ids()).update();
    }

    private int forgetReasons(Erasure erasure) {
        List<Reason> told = jdbc
                .sql(REASONS)
                .query((row, number) -> new Reason(row.getString("destination"), row.getString("pause_reason")))
                .list()
                .stream()
                .filter(reason -> !erasure.words().mask(reason.text()).equals(reason.text()))
                .toList();
        return told.stream()
                .mapToInt(reason -> jdbc.sql(CHANGE_REASON)
                        .param("destination", reason.destination())
                        .param("reason", reason.text())
                        .param("masked", erasure.words().mask(reason.text()))
                        .update())
                .sum();
    }
}
