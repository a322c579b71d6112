package com.leadrouter.kapture;

import com.leadrouter.kapture.ToldCustomers.Counts;
import com.leadrouter.lead.DestinationName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The table {@code kapture_pull}: which pulls there are, who makes them and how far they have come. A pull is leased to
 * one replica, which renews the lease; the attempt is the fence of all that it writes, customers too.
 */
@Component
final class KapturePulls {

    // While the last one is not through, another of nearly the same time would only wait behind it.
    // Where pulls failed or were not made, it goes back to the last that was done.
    private static final String SCHEDULE = """
            with at as (
                select statement_timestamp() as now,
                    (floor(extract(epoch from statement_timestamp()) * 1000 / :every) * :every)::bigint as slot,
                    least(
                        statement_timestamp() - :lookback * interval '1 millisecond',
                        (select p.to_at from kapture_pull p
                            where p.destination = :destination and p.slot is not null and p.state = 'DONE'
                            order by p.slot desc
                            limit 1)) as wanted,
                    statement_timestamp() - greatest(:lookback, :furthest) * interval '1 millisecond' as furthest
            ),
            inserted as (
                insert into kapture_pull (destination, slot, from_at, to_at)
                select :destination, slot, greatest(wanted, furthest), now
                from at
                where not exists (
                    select from kapture_pull p
                    where p.destination = :destination and p.slot is not null
                      and (p.slot = at.slot or p.state = 'RUNNING'))
                on conflict (destination, slot) do nothing
                returning from_at
            )
            select exists (select from inserted) and wanted < furthest
            from at
            """;

    private static final String REQUEST = """
            insert into kapture_pull (destination, requested_by, from_at, to_at)
            values (:destination, :requestedBy, :from, :to)
            returning id
            """;

    private static final String ONE_AT_A_TIME =
            "select pg_advisory_xact_lock(7146202, hashtext(:destination))::text is null";

    private static final String END_THE_DEADLY = """
            update kapture_pull
            set state = 'FAILED', finished_at = clock_timestamp(), leased = false,
                error = 'its replica died ' || leases_lost + 1 || ' times'
            where destination = :destination and state = 'RUNNING'
              and leased and leased_until <= statement_timestamp() and leases_lost + 1 >= 5
            """;

    // One of the schedule that has waited asks for what has come since too.
    private static final String CLAIM = """
            update kapture_pull
            set attempt = attempt + 1,
                to_at = case when slot is not null and windows_done = 0 then statement_timestamp() else to_at end,
                leases_lost = leases_lost + leased::int,
                leased = true,
                leased_until = clock_timestamp() + :lease * interval '1 millisecond'
            where id = (
                    select id
                    from kapture_pull
                    where destination = :destination and state = 'RUNNING'
                      and leased_until <= statement_timestamp() and (slot is null or :scheduledToo)
                    order by started_at
                    limit 1)
              and not exists (
                  select from kapture_pull other
                  where other.destination = :destination and other.state = 'RUNNING'
                    and other.leased and other.leased_until > statement_timestamp())
            returning id, destination, slot is not null as scheduled, from_at, to_at, windows_done, attempt
            """;

    private static final String MINE = " where id = :id and attempt = :attempt and leased_until > clock_timestamp()\n";

    private static final String RENEW = """
            update kapture_pull
            set leased_until = clock_timestamp() + :lease * interval '1 millisecond'
            """ + MINE + " returning clock_timestamp()";

    private static final String FENCE = "select id from kapture_pull" + MINE + "for update";

    private static final String COUNT = """
            update kapture_pull
            set customers = customers + :customers, new = new + :new, changed = changed + :changed
            where id = :id
            """;

    private static final String WINDOW_DONE = "update kapture_pull set windows_done = :done" + MINE;

    private static final String GIVE_BACK = """
            update kapture_pull
            set leased = false, leased_until = clock_timestamp() + :pause * interval '1 millisecond'
            """ + MINE;

    private static final String END = """
            update kapture_pull
            set state = :state, error = :error, finished_at = clock_timestamp(), leased = false
            """ + MINE;

    private static final String REPORT = """
            select id, state, from_at, to_at, requested_by, customers, new, changed, started_at, finished_at, error
            from kapture_pull
            where id = :id and destination = :destination
            """;

    private static final String DROP = """
            with old as materialized (
                select id
                from kapture_pull
                where started_at < statement_timestamp() - :retention * interval '1 millisecond'
                  and state <> 'RUNNING'
                order by started_at
                limit :most
                for update skip locked
            )
            delete from kapture_pull p
            using old
            where p.id = old.id
            """;

    /** A pull that this replica makes, from the first window that is not done. */
    record Claimed(
            UUID id,
            DestinationName destination,
            boolean scheduled,
            Instant from,
            Instant to,
            int windowsDone,
            int attempt) {}

    /** The pull is another replica's by now: nothing of it may be written. */
    static final class Lost extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Lost(Claimed pull) {
            super("pull " + pull.id() + " is another replica's");
        }
    }

    /** However long no pull was done, the schedule makes up for no more, unless it is to look back further anyway. */
    static final Duration FURTHEST_BACK = Duration.ofDays(31);

    private final JdbcClient jdbc;
    private final TransactionOperations transactions;

    KapturePulls(DataSource dataSource, JdbcClient jdbc) {
        this.jdbc = jdbc;
        this.transactions = new TransactionTemplate(new JdbcTransactionManager(dataSource));
    }

    /**
     * Puts the pull of the interval of now on record, if no replica has: of all since the last that was done, and no less
     * than the time to look back. Answers whether that would have been more than {@link #FURTHEST_BACK}.
     */
    boolean schedule(DestinationName destination, Duration every, Duration lookback) {
        return jdbc.sql(SCHEDULE)
                .param("destination", destination.value())
                .param("every", every.toMillis())
                .param("lookback", lookback.toMillis())
                .param("furthest", FURTHEST_BACK.toMillis())
                .query(Boolean.class)
                .single();
    }

    UUID request(DestinationName destination, Instant from, Instant to, String requestedBy) {
        return jdbc.sql(REQUEST)
                .param("destination", destination.value())
                .param("requestedBy", requestedBy)
                .param("from", from.atOffset(ZoneOffset.UTC))
                .param("to", to.atOffset(ZoneOffset.UTC))
                .query(UUID.class)
                .single();
    }

    /** Takes up a pull that waits, or whose replica has died; none while another of the destination is being made. */
    Optional<Claimed> claim(DestinationName destination, boolean scheduledToo, Duration lease) {
        return Objects.requireNonNull(transactions.execute(transaction -> {
            // A statement of its own: what follows sees all that whoever had the lock before has written.
            jdbc.sql(ONE_AT_A_TIME)
                    .param("destination", destination.value())
                    .query(Boolean.class)
                    .single();
            return jdbc.sql(CLAIM)
                    .param("destination", destination.value())
                    .param("scheduledToo", scheduledToo)
                    .param("lease", lease.toMillis())
                    .query((row, number) -> new Claimed(
                            row.getObject("id", UUID.class),
                            destination,
                            row.getBoolean("scheduled"),
                            instant(row, "from_at"),
                            instant(row, "to_at"),
                            row.getInt("windows_done"),
                            row.getInt("attempt")))
                    .optional();
        }));
    }

    /** Ends those whose replica has died too often; answers how many. */
    int endTheDeadly(DestinationName destination) {
        return jdbc.sql(END_THE_DEADLY)
                .param("destination", destination.value())
                .update();
    }

    /** Renews the lease; answers the database's time. */
    Instant renew(Claimed pull, Duration lease) {
        return mine(RENEW, pull)
                .param("lease", lease.toMillis())
                .query(OffsetDateTime.class)
                .optional()
                .orElseThrow(() -> new Lost(pull))
                .toInstant();
    }

    /** Writes customers and their counts together, if the pull is still ours. */
    void write(Claimed pull, Supplier<Counts> customers) {
        transactions.executeWithoutResult(transaction -> {
            ours(pull, mine(FENCE, pull).query(UUID.class).list().size());
            Counts counts = customers.get();
            jdbc.sql(COUNT)
                    .param("id", pull.id())
                    .param("customers", counts.customers())
                    .param("new", counts.added())
                    .param("changed", counts.changed())
                    .update();
        });
    }

    /** So many windows need not be asked for again. */
    void windowsDone(Claimed pull, int done) {
        ours(pull, mine(WINDOW_DONE, pull).param("done", done).update());
    }

    /** Lets any replica go on with it, after the pause. */
    void giveBack(Claimed pull, Duration pause) {
        ours(pull, mine(GIVE_BACK, pull).param("pause", pause.toMillis()).update());
    }

    void done(Claimed pull) {
        end(pull, PullReport.State.DONE, null);
    }

    void failed(Claimed pull, String error) {
        end(pull, PullReport.State.FAILED, error);
    }

    private void end(Claimed pull, PullReport.State state, @Nullable String error) {
        ours(
                pull,
                mine(END, pull)
                        .param("state", state.name())
                        .param("error", error)
                        .update());
    }

    private JdbcClient.StatementSpec mine(String sql, Claimed pull) {
        return jdbc.sql(sql).param("id", pull.id()).param("attempt", pull.attempt());
    }

    private static void ours(Claimed pull, int rows) {
        if (rows == 0) {
            throw new Lost(pull);
        }
    }

    Optional<PullReport> report(DestinationName destination, UUID id) {
        return jdbc.sql(REPORT)
                .param("id", id)
                .param("destination", destination.value())
                .query((row, number) -> new PullReport(
                        row.getObject("id", UUID.class),
                        PullReport.State.valueOf(row.getString("state")),
                        instant(row, "from_at"),
                        instant(row, "to_at"),
                        row.getString("requested_by"),
                        row.getInt("customers"),
                        row.getInt("new"),
                        row.getInt("changed"),
                        instant(row, "started_at"),
                        row.getObject("finished_at") == null ? null : instant(row, "finished_at"),
                        row.getString("error")))
                .optional();
    }

    /** Drops some of those that ended so long ago; answers how many. */
    int drop(Duration retention, int most) {
        return jdbc.sql(DROP)
                .param("retention", retention.toMillis())
                .param("most", most)
                .update();
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
