package com.leadrouter.delivery;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Leads of former months, in the middle of each, with a delivery to {@code x} and a call of that time. */
record OldLeads(JdbcClient jdbc) {

    private static final String MAKE_PARTITIONS = """
            do $$
            declare
                first_day timestamp;
                parent text;
            begin
                for month in 2..%d loop
                    first_day := date_trunc('month', clock_timestamp() at time zone 'UTC') - make_interval(months => month);
                    foreach parent in array array['lead', 'delivery', 'delivery_call'] loop
                        execute format('create table %%I partition of %%I for values from (%%L) to (%%L)',
                            parent || to_char(first_day, '_YYYY_MM'), parent,
                            lead_id_floor(first_day at time zone 'UTC'),
                            lead_id_floor((first_day + interval '1 month') at time zone 'UTC'));
                    end loop;
                end loop;
            end
            $$
            """;

    private static final String LEAD = """
            insert into lead (id, source, received_at, disposition, destinations, document)
            values (new_lead_id(:at, 1), 'web', :at, :disposition, :destinations, '{}')
            returning id
            """;

    void makePartitions(int monthsBack) {
        jdbc.sql(MAKE_PARTITIONS.formatted(monthsBack)).update();
    }

    private static Instant in(YearMonth month) {
        Instant middle = month.atDay(15).atTime(12, 0).toInstant(ZoneOffset.UTC);
        Instant now = Instant.now();
        return middle.isBefore(now) ? middle : now;
    }

    UUID settled(YearMonth month) {
        return settledAt(month, in(month));
    }

    UUID settledAt(YearMonth month, Instant at) {
        return routed(month, "DEAD", null, null, at);
    }

    UUID held(YearMonth month) {
        return routed(month, "HELD", null, "waits", null);
    }

    UUID pending(YearMonth month) {
        return routed(month, "PENDING", Instant.now(), null, null);
    }

    UUID unrouted(YearMonth month) {
        return lead(month, "UNROUTED", new String[0]);
    }

    private UUID lead(YearMonth month, String disposition, String[] destinations) {
        return jdbc.sql(LEAD)
                .param("at", moment(in(month)))
                .param("disposition", disposition)
                .param("destinations", destinations)
                .query(UUID.class)
                .single();
    }

    private UUID routed(
            YearMonth month,
            String status,
            @Nullable Instant dueAt,
            @Nullable String holdReason,
            @Nullable Instant settledAt) {
        UUID id = lead(month, "ROUTED", new String[] {"x"});
        jdbc.sql("""
                        insert into delivery (lead_id, destination, status, age_from, due_at, hold_reason, settled_at)
                        values (:id, 'x', :status, :at, :dueAt::timestamptz, :holdReason, :settledAt::timestamptz)
                        """)
                .param("id", id)
                .param("status", status)
                .param("at", moment(in(month)))
                .param("dueAt", dueAt == null ? null : dueAt.toString())
                .param("holdReason", holdReason)
                .param("settledAt", settledAt == null ? null : settledAt.toString())
                .update();
        called(id, in(month));
        return id;
    }

    void called(UUID lead, Instant at) {
        jdbc.sql("""
                        insert into delivery_call (lead_id, destination, attempt, call, operation, outcome, started_at,
                            duration_millis, late)
                        select :lead, 'x', count(*) + 1, 1, 'submit', 'FAILED', :at, 1, false
                        from delivery_call
                        where lead_id = :lead
                        """).param("lead", lead).param("at", moment(at)).update();
    }

    void settle(UUID lead, Instant at) {
        jdbc.sql("update delivery set status = 'DEAD', due_at = null, hold_reason = null, settled_at = :at"
                        + " where lead_id = :lead")
                .param("lead", lead)
                .param("at", moment(at))
                .update();
    }

    List<UUID> idsUpTo(YearMonth month) {
        return upTo("select id from lead where id < lead_id_floor(:end)", month);
    }

    List<UUID> callsUpTo(YearMonth month) {
        return upTo("select lead_id from delivery_call where lead_id < lead_id_floor(:end)", month);
    }

    private List<UUID> upTo(String sql, YearMonth month) {
        return jdbc.sql(sql)
                .param("end", month.plusMonths(1).atDay(1).atStartOfDay().atOffset(ZoneOffset.UTC))
                .query(UUID.class)
                .list();
    }

    /** Of which there are partitions. */
    List<YearMonth> months() {
        return jdbc
                .sql(
                        "select right(relname, 7) from pg_class where relname ~ '^lead_[0-9]{4}_[0-9]{2}$' order by relname")
                .query(String.class)
                .list()
                .stream()
                .map(suffix -> YearMonth.parse(suffix.replace('_', '-')))
                .toList();
    }

    int count(String table) {
        return jdbc.sql("select count(*) from " + table).query(Integer.class).single();
    }

    private static OffsetDateTime moment(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
