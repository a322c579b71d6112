package com.leadrouter.delivery;

import com.leadrouter.platform.Chore;
import com.leadrouter.platform.HasChores;
import com.leadrouter.platform.RetentionSettings;
import com.leadrouter.platform.Settings;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.function.Function;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.stereotype.Component;

/**
 * Removes leads and calls that are past their time, on one replica at a time: a month whole where everything in it is
 * settled, else what is settled of it. What is open stays, however old.
 */
@Component
final class Retention implements HasChores {

    private static final Logger log = LoggerFactory.getLogger(Retention.class);

    // Of the session, which is this run's alone: whose replica dies has lost it.
    private static final String BEGIN = "select pg_try_advisory_lock(7146201, 2)";

    private static final String END = "select pg_advisory_unlock(7146201, 2)";

    private static final Duration MOST_APART = Duration.ofDays(1);

    private static final Duration EVERY = Duration.ofHours(1);

    private final DataSource dataSource;
    private final Clock clock;
    private final RetentionSettings settings;

    @Autowired
    Retention(DataSource dataSource, Settings settings) {
        this(dataSource, Clock.systemUTC(), settings);
    }

    /** {@code clock} is this machine's, not the database's. */
    Retention(DataSource dataSource, Clock clock, Settings settings) {
        this.dataSource = dataSource;
        this.clock = clock;
        this.settings = settings.bind(RetentionSettings.PREFIX, RetentionSettings.class);
    }

    @Override
    public List<Chore> chores() {
        return List.of(new Chore("remove what is past its time", EVERY, this::run));
    }

    /** Removes what is due, unless another replica does. */
    void run() {
        try (Connection connection = dataSource.getConnection()) {
            SingleConnectionDataSource alone = new SingleConnectionDataSource(connection, true);
            JdbcClient jdbc = JdbcClient.create(alone);
            if (jdbc.sql(BEGIN).query(Boolean.class).single()) {
                try {
                    remove(alone, jdbc);
                } finally {
                    jdbc.sql(END).query(Boolean.class).single();
                }
            }
        } catch (SQLException e) {
            throw new DataAccessResourceFailureException("no connection", e);
        }
    }

    // What is past is the database's to say; where its clock has gone mad that would be everything.
    private boolean clocksAgree(JdbcClient jdbc) {
        Instant database = jdbc.sql("select clock_timestamp()")
                .query(OffsetDateTime.class)
                .single()
                .toInstant();
        Instant here = clock.instant();
        boolean agree = Duration.between(database, here).abs().compareTo(MOST_APART) <= 0;
        if (!agree) {
            log.error("nothing is removed: the database's clock says {}, this machine's {}", database, here);
        }
        return agree;
    }

    private void remove(DataSource alone, JdbcClient jdbc) {
        if (!clocksAgree(jdbc)) {
            return;
        }
        PastMonths months = new PastMonths(alone);
        RetentionRecords records = new RetentionRecords(jdbc);
        if (!settings.leads().isZero()) {
            each(months.past(settings.leads()), months::removeLeads, records);
        }
        if (!settings.calls().isZero()) {
            each(months.past(settings.calls()), month -> months.removeCalls(month, settings.calls()), records);
        }
    }

    // Where one has to wait, so would the next, and others behind each.
    private static void each(List<Month> months, Function<Month, Removed> remove, RetentionRecords records) {
        for (Month month : months) {
            Removed removed = remove.apply(month);
            records.note(month, removed);
            if (removed instanceof Removed.NotNow || Thread.currentThread().isInterrupted()) {
                return;
            }
        }
    }
}
