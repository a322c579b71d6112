package com.leadrouter.delivery;

import com.leadrouter.platform.DatabaseAway;
import com.leadrouter.platform.WithoutMessages;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Removes what is settled of a month in which something is open, some leads at a time, lead by lead with all of theirs. */
final class SettledLeads {

    private static final Logger log = LoggerFactory.getLogger(SettledLeads.class);

    // Who had something sent anew is to see how it ended, and reconciliation whether it is there.
    private static final String WAITS = """
            exists (
                select from delivery_%1$s d
                where d.lead_id = %2$s
                  and (d.status in ('PENDING', 'HELD') or d.settled_at > clock_timestamp() - interval '7 days'))
            """;

    private static final String NEXT_LEADS = """
            select id
            from lead_%1$s
            where id > :after
            order by id
            limit 500
            for no key update skip locked
            """;

    private static final String LOCK_DELIVERIES = """
            select lead_id
            from delivery_%1$s
            where lead_id = any (:leads::uuid[])
            order by lead_id, destination
            for update
            """;

    private static final String SETTLED = """
            select id
            from unnest(:leads::uuid[]) as s(id)
            where not
            """ + WAITS.formatted("%1$s", "s.id");

    private static final List<String> DELETE_LEADS = List.of(
            "delete from delivery_call_%1$s where lead_id = any (:leads::uuid[])",
            "delete from delivery_%1$s where lead_id = any (:leads::uuid[])",
            "delete from erased_lead where lead_id = any (:leads::uuid[])",
            "delete from lead_correction where lead_id = any (:leads::uuid[])",
            "update operator_action set reason = '***' where reason <> '***'"
                    + " and split_part(target, '/', 1) = any (:leads)",
            "delete from lead_%1$s where id = any (:leads::uuid[])");

    private static final String NEXT_CALLED = """
            select lead_id
            from delivery_call_%1$s
            where lead_id > :after
            group by lead_id
            order by lead_id
            limit 500
            """;

    private static final String DELETE_CALLS = """
            delete from delivery_call_%1$s c
            where c.lead_id = any (:leads::uuid[])
              and c.started_at <= clock_timestamp() - :kept * interval '1 millisecond'
              and not exists (
                  select from delivery_%1$s d
                  where d.lead_id = c.lead_id and d.status in ('PENDING', 'HELD'))
            """;

    private static final String HURRY = "set local lock_timeout = '1s'";

    private static final UUID BEFORE_ALL = new UUID(0, 0);

    /** Where a batch has ended, and how much it has removed. */
    private record Batch(UUID last, int removed) {}

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;

    SettledLeads(DataSource dataSource) {
        this.jdbc = JdbcClient.create(dataSource);
        this.transactions = new TransactionTemplate(new JdbcTransactionManager(dataSource));
    }

    Removed remove(Month month) {
        int removed = batches(after -> remove(month, after));
        return removed == 0 ? new Removed.Nothing() : new Removed.Leads(removed);
    }

    private Optional<Batch> remove(Month month, UUID after) {
        List<UUID> some = jdbc.sql(month.of(NEXT_LEADS))
                .param("after", after)
                .query(UUID.class)
                .list();
        if (some.isEmpty()) {
            return Optional.empty();
        }
        of(some, month.of(LOCK_DELIVERIES)).query(UUID.class).list();
        List<UUID> settled = of(some, month.of(SETTLED)).query(UUID.class).list();
        DELETE_LEADS.forEach(sql -> of(settled, month.of(sql)).update());
        return Optional.of(new Batch(some.getLast(), settled.size()));
    }

    /** Of their calls those that are so old, save those of open leads. */
    Removed removeCalls(Month month, Duration kept) {
        int removed = batches(after -> removeCalls(month, kept, after));
        return removed == 0 ? new Removed.Nothing() : new Removed.Calls(removed);
    }

    private Optional<Batch> removeCalls(Month month, Duration kept, UUID after) {
        List<UUID> some = jdbc.sql(month.of(NEXT_CALLED))
                .param("after", after)
                .query(UUID.class)
                .list();
        return some.isEmpty()
                ? Optional.empty()
                : Optional.of(new Batch(
                        some.getLast(),
                        of(some, month.of(DELETE_CALLS))
                                .param("kept", kept.toMillis())
                                .update()));
    }

    private JdbcClient.StatementSpec of(List<UUID> leads, String sql) {
        return jdbc.sql(sql).param("leads", leads.stream().map(UUID::toString).toArray(String[]::new));
    }

    // One that has to wait for others for too long ends it; the next run begins anew.
    private int batches(Function<UUID, Optional<Batch>> step) {
        int removed = 0;
        Optional<Batch> batch = Optional.of(new Batch(BEFORE_ALL, 0));
        while (batch.isPresent() && !Thread.currentThread().isInterrupted()) {
            UUID after = batch.get().last();
            try {
                batch = Objects.requireNonNull(transactions.execute(transaction -> {
                    jdbc.sql(HURRY).update();
                    return step.apply(after);
                }));
            } catch (DataAccessException e) {
                if (!DatabaseAway.isWhy(e)) {
                    throw e;
                }
                log.warn("cannot go on after lead {}; tried again later", after, WithoutMessages.of(e));
                return removed;
            }
            removed += batch.map(Batch::removed).orElse(0);
        }
        return removed;
    }
}
