package com.leadrouter.delivery;

import com.leadrouter.platform.DatabaseAway;
import com.leadrouter.platform.LongTransactions;
import java.time.Duration;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The months that are past, and how they go. A month goes whole with its partitions, for which everyone who uses the tables
 * has to wait: so it goes where the lock is had at once, and for as long as the catalogue is changed.
 */
final class PastMonths {

    private static final Logger log = LoggerFactory.getLogger(PastMonths.class);

    private static final String PAST = """
            select month
            from (
                select distinct to_date(
                    substring(c.relname from '^(?:lead|delivery|delivery_call)_([0-9]{4}_[0-9]{2})$'), 'YYYY_MM') as month
                from pg_inherits i
                join pg_class c on c.oid = i.inhrelid
                where i.inhparent in ('lead'::regclass, 'delivery'::regclass, 'delivery_call'::regclass)) as partition
            where month + interval '1 month'
                <= (clock_timestamp() - :kept * interval '1 millisecond') at time zone 'UTC'
            order by month
            """;

    private static final String HAS_LEADS = "select to_regclass('lead_%1$s') is not null";

    private static final String IS_OPEN = """
            select exists (select from delivery_%1$s where due_at is not null)
                or exists (select from delivery_%1$s where status = 'HELD')
            """;

    private static final String SOME_WAITS = """
            select exists (
                select from delivery_%1$s
                where status in ('PENDING', 'HELD') or settled_at > clock_timestamp() - interval '7 days')
            """;

    // Whose partitions would be made again at once.
    private static final String IS_RECENT = """
            select to_date('%1$s', 'YYYY_MM')
                >= date_trunc('month', clock_timestamp() at time zone 'UTC') - interval '1 month'
            """;

    private static final String COUNT_LEADS = "select count(*) from lead_%1$s";

    private static final String HURRY =
            "set local lock_timeout = '100ms'; set local statement_timeout = '2s'; set local enable_seqscan = off";

    // One table after the other: of two, one is locked by intake first and the other by the engine. Without its lead a
    // delivery can neither be sent anew nor is it counted; so leads go first.
    private static final List<String> TABLES = List.of("lead", "delivery", "delivery_call");

    // The table itself and none of its partitions.
    private static final String LOCK_TABLE = "lock table only %s in access exclusive mode";

    private static final String DROP = "drop table if exists %s_%%1$s";

    private static final String CERTAIN = "select false";

    private static final String DROP_CORRECTIONS = """
            delete from lead_correction
            where lead_id >= lead_id_floor(:from::timestamp at time zone 'UTC')
              and lead_id < lead_id_floor((:from::timestamp + interval '1 month') at time zone 'UTC')
            """;

    private static final String DROP_ERASED = DROP_CORRECTIONS.replace("lead_correction", "erased_lead");

    private static final String FORGET_REASONS = """
            update operator_action
            set reason = '***'
            where reason <> '***'
              and target ~ '^[0-9a-f]{8}-'
              and split_part(target, '/', 1) collate "C"
                  >= lead_id_floor(:from::timestamp at time zone 'UTC')::text collate "C"
              and split_part(target, '/', 1) collate "C"
                  < lead_id_floor((:from::timestamp + interval '1 month') at time zone 'UTC')::text collate "C"
            """;

    private static final String HAS_CALLS = "select exists (select from delivery_call_%1$s)";

    private static final String HAS_YOUNG_CALLS = """
            select exists (
                select from delivery_call_%1$s
                where started_at > clock_timestamp() - :kept * interval '1 millisecond')
            """;

    // Not dropped: a lead that stays may be tried again.
    private static final String LOCK_CALLS = "lock table delivery_call_%1$s in access exclusive mode";

    private static final String TRUNCATE_CALLS = "truncate delivery_call_%1$s";

    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(200);
    private static final int TRIES = 5;

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final LongTransactions longTransactions;
    private final SettledLeads settled;

    PastMonths(DataSource dataSource) {
        this.jdbc = JdbcClient.create(dataSource);
        this.transactions = new TransactionTemplate(new JdbcTransactionManager(dataSource));
        this.longTransactions = new LongTransactions(dataSource, PATIENCE);
        this.settled = new SettledLeads(dataSource);
    }

    /** Those of which everything was handed in so long ago, the oldest first. */
    List<Month> past(Duration kept) {
        return jdbc.sql(PAST).param("kept", kept.toMillis()).query(LocalDate.class).list().stream()
                .map(first -> new Month(YearMonth.from(first)))
                .toList();
    }

    /** Removes the month's leads with all that belongs to them, as far as they are settled. */
    Removed removeLeads(Month month) {
        boolean stays = isTrue(month, HAS_LEADS) && (isTrue(month, IS_RECENT) || isTrue(month, SOME_WAITS));
        return stays ? settled.remove(month) : drop(month);
    }

    private Removed drop(Month month) {
        boolean begun = !isTrue(month, HAS_LEADS);
        long leads = begun
                ? 0
                : longTransactions.execute(
                        () -> jdbc.sql(month.of(COUNT_LEADS)).query(Long.class).single());
        Duration longest = Duration.ZERO;
        for (String table : TABLES) {
            boolean mayBeOpen = !begun && table.equals("lead");
            Optional<Duration> locked = locked(
                    month,
                    () -> forgetWords(month),
                    LOCK_TABLE.formatted(table),
                    mayBeOpen ? IS_OPEN : CERTAIN,
                    DROP.formatted(table));
            if (locked.isEmpty()) {
                return new Removed.NotNow();
            }
            longest = locked.get().compareTo(longest) > 0 ? locked.get() : longest;
        }
        return new Removed.Partitions(leads, longest);
    }

    private void forgetWords(Month month) {
        List.of(DROP_CORRECTIONS, DROP_ERASED, FORGET_REASONS)
                .forEach(sql -> jdbc.sql(sql)
                        .param("from", month.month().atDay(1).toString())
                        .update());
    }

    /** Removes the month's calls that are so old, save those of open leads. */
    Removed removeCalls(Month month, Duration kept) {
        if (!isTrue(month, HAS_LEADS) || !isTrue(month, HAS_CALLS)) {
            return new Removed.Nothing();
        }
        if (isTrue(month, IS_OPEN) || hasYoungCalls(month, kept)) {
            return settled.removeCalls(month, kept);
        }
        return locked(month, () -> {}, LOCK_CALLS, IS_OPEN, TRUNCATE_CALLS)
                .<Removed>map(Removed.AllCalls::new)
                .orElseGet(Removed.NotNow::new);
    }

    private boolean hasYoungCalls(Month month, Duration kept) {
        return longTransactions.execute(() -> jdbc.sql(month.of(HAS_YOUNG_CALLS))
                .param("kept", kept.toMillis())
                .query(Boolean.class)
                .single());
    }

    private boolean isTrue(Month month, String question) {
        return longTransactions.execute(
                () -> jdbc.sql(month.of(question)).query(Boolean.class).single());
    }

    /** Changes the month under the lock; answers for how long others had to wait. */
    private Optional<Duration> locked(Month month, Runnable before, String lock, String unless, String change) {
        for (int attempt = 1; attempt <= TRIES && !Thread.currentThread().isInterrupted(); attempt++) {
            try {
                return lockedAtOnce(month, before, lock, unless, change);
            } catch (DataAccessException e) {
                if (!DatabaseAway.isWhy(e)) {
                    throw e;
                }
                log.debug("{} is in use, attempt {}", month, attempt);
            }
            LockSupport.parkNanos(BETWEEN_TRIES.toNanos());
        }
        return Optional.empty();
    }

    // Somebody may have had something sent anew since it was looked at: then it stays.
    private Optional<Duration> lockedAtOnce(Month month, Runnable before, String lock, String unless, String change) {
        AtomicLong lockedAt = new AtomicLong();
        boolean changed = Objects.requireNonNull(transactions.execute(transaction -> {
            before.run();
            jdbc.sql(HURRY).update();
            jdbc.sql(month.of(lock)).update();
            lockedAt.set(System.nanoTime());
            if (jdbc.sql(month.of(unless)).query(Boolean.class).single()) {
                transaction.setRollbackOnly();
                return false;
            }
            jdbc.sql(month.of(change)).update();
            return true;
        }));
        Duration held = Duration.ofNanos(System.nanoTime() - lockedAt.get());
        return changed ? Optional.of(held) : Optional.empty();
    }
}
