package com.leadrouter.operations;

import com.leadrouter.kapture.SentPersons;
import com.leadrouter.lead.DestinationName;
import com.leadrouter.operations.Reconciliation.Counts;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The table {@code kapture_reconciliation}: one row for each day of a destination's own time since the first lead was
 * delivered to it, for a year. A day is counted when it is over, and again: for a week whatever it says, since later pulls
 * and Gets may tell otherwise of it, and after that while leads of it are not confirmed.
 */
@Component
final class DailyReconciliations {

    private static final String FIRST = """
            select min(settled_at)
            from delivery
            where destination = :destination and status = 'DELIVERED'
            """;

    // The last days first, then those that nobody has counted, then those that nobody has counted for longest.
    private static final String DUE = """
            select d.day::date
            from generate_series(:first::date, :last::date, interval '1 day') as d(day)
            left join kapture_reconciliation r on r.destination = :destination and r.day = d.day::date
            where r.day is null
               or (r.unconfirmed > 0 and r.counted_at < statement_timestamp() - interval '4 minutes')
               or (d.day > :last::date - 7 and r.counted_at < statement_timestamp() - interval '50 minutes')
            order by d.day > :last::date - 7 desc, r.counted_at nulls first, d.day desc
            limit :most
            """;

    private static final String WRITE = """
            insert into kapture_reconciliation (destination, day, confirmed, unconfirmed, unexplained, different)
            values (:destination, :day, :confirmed, :unconfirmed, :unexplained, :different)
            on conflict (destination, day) do update
            set confirmed = excluded.confirmed, unconfirmed = excluded.unconfirmed,
                unexplained = excluded.unexplained, different = excluded.different, counted_at = clock_timestamp()
            """;

    private static final String UNCONFIRMED_BEFORE = """
            select coalesce(sum(unconfirmed), 0)
            from kapture_reconciliation
            where destination = :destination and day >= :first and day < :day
            """;

    private static final String UNCONFIRMED_DAYS = """
            select sum(unconfirmed) as leads, min(day) as oldest
            from kapture_reconciliation
            where destination = :destination and day >= :first and day < :day and unconfirmed > 0
            having count(*) > 0
            """;

    private static final String FORGET = "delete from kapture_reconciliation where day < :earliest";

    private static final int DAYS_AT_A_TIME = 20;
    private static final int LONGEST_PAST = 366;
    private static final Duration OLD = Duration.ofDays(1);

    /** Delivered leads that are not confirmed, and when the first of the days began on which they were delivered. */
    record UnconfirmedDays(long leads, Instant oldestAt) {}

    private final JdbcClient jdbc;
    private final Reconciliations reconciliations;
    private final SentPersons persons;
    private final Clock clock;

    DailyReconciliations(JdbcClient jdbc, Reconciliations reconciliations, SentPersons persons, Clock clock) {
        this.jdbc = jdbc;
        this.reconciliations = reconciliations;
        this.persons = persons;
        this.clock = clock;
    }

    /** Counts some of the days that are due, and forgets the oldest. */
    void countDays(DestinationName destination) {
        ZoneId zone = persons.timeZoneOf(destination);
        jdbc.sql(FORGET).param("earliest", earliest(zone)).update();
        first(destination, zone)
                .ifPresent(first -> due(destination, first, yesterday(zone))
                        .forEach(
                                day -> write(destination, day, reconciliations.count(destination, period(day, zone)))));
    }

    private Optional<LocalDate> first(DestinationName destination, ZoneId zone) {
        return Optional.ofNullable(jdbc.sql(FIRST)
                        .param("destination", destination.value())
                        .query((row, number) -> row.getObject(1, OffsetDateTime.class))
                        .list()
                        .getFirst())
                .map(moment -> LocalDate.ofInstant(moment.toInstant(), zone))
                .map(day -> day.isBefore(earliest(zone)) ? earliest(zone) : day);
    }

    private LocalDate yesterday(ZoneId zone) {
        return LocalDate.ofInstant(clock.instant(), zone).minusDays(1);
    }

    private LocalDate earliest(ZoneId zone) {
        return yesterday(zone).minusDays(LONGEST_PAST);
    }

    private List<LocalDate> due(DestinationName destination, LocalDate first, LocalDate last) {
        return jdbc.sql(DUE)
                .param("destination", destination.value())
                .param("first", first)
                .param("last", last)
                .param("most", DAYS_AT_A_TIME)
                .query(LocalDate.class)
                .list();
    }

    private void write(DestinationName destination, LocalDate day, Counts counts) {
        jdbc.sql(WRITE)
                .param("destination", destination.value())
                .param("day", day)
                .param("confirmed", counts.confirmed())
                .param("unconfirmed", counts.unconfirmed())
                .param("unexplained", counts.unexplained())
                .param("different", counts.different())
                .update();
    }

    /** How many leads that were delivered more than a day ago are not confirmed. */
    long unconfirmedForADay(DestinationName destination) {
        ZoneId zone = persons.timeZoneOf(destination);
        Instant aDayAgo = clock.instant().minus(OLD);
        LocalDate day = LocalDate.ofInstant(aDayAgo, zone);
        Instant begin = day.atStartOfDay(zone).toInstant();
        long ofThatDay =
                begin.isBefore(aDayAgo) ? reconciliations.unconfirmed(destination, new Period(begin, aDayAgo)) : 0;
        return ofThatDay
                + first(destination, zone)
                        .map(first -> unconfirmed(destination, first, day))
                        .orElse(0L);
    }

    /** Those of whole days that ended more than a day ago, as counted last; nothing where there are none. */
    Optional<UnconfirmedDays> unconfirmedDays(DestinationName destination) {
        ZoneId zone = persons.timeZoneOf(destination);
        return first(destination, zone).flatMap(first -> unconfirmedDays(destination, first, zone));
    }

    private Optional<UnconfirmedDays> unconfirmedDays(DestinationName destination, LocalDate first, ZoneId zone) {
        return jdbc.sql(UNCONFIRMED_DAYS)
                .param("destination", destination.value())
                .param("first", first)
                .param("day", LocalDate.ofInstant(clock.instant().minus(OLD), zone))
                .query((row, number) -> new UnconfirmedDays(
                        row.getLong("leads"),
                        row.getObject("oldest", LocalDate.class)
                                .atStartOfDay(zone)
                                .toInstant()))
                .optional();
    }

    // Of no days that are not counted any more: nobody would ever find those leads confirmed, or deleted.
    private long unconfirmed(DestinationName destination, LocalDate first, LocalDate before) {
        return Objects.requireNonNull(jdbc.sql(UNCONFIRMED_BEFORE)
                .param("destination", destination.value())
                .param("first", first)
                .param("day", before)
                .query(Long.class)
                .single());
    }

    private static Period period(LocalDate day, ZoneId zone) {
        return new Period(
                day.atStartOfDay(zone).toInstant(),
                day.plusDays(1).atStartOfDay(zone).toInstant());
    }
}
