package com.leadrouter.delivery;

import com.leadrouter.lead.DestinationName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Which destinations are held or paused, on all replicas alike: the table {@code destination_state}, and what this
 * replica last read of it.
 */
@Component
final class DestinationStates {

    private static final String READ = """
            select destination, paused, pause_reason, held, hold_reason
            from destination_state
            where paused or held
            """;

    private static final String HOLD = """
            insert into destination_state as s (destination, held, hold_reason, held_since, probe_at)
            values (:destination, true, :reason, clock_timestamp(), clock_timestamp() + :probe * interval '1 millisecond')
            on conflict (destination) do update
                set held = true, hold_reason = excluded.hold_reason, held_since = excluded.held_since,
                    probe_at = excluded.probe_at
                where not s.held
            """;

    // What was on its way when the hold began says nothing of it: it may have gone out with other credentials. Whoever
    // was refused is due with the hold's end, save a delivery that was refused more than once while others were not.
    private static final String RELEASE = """
            with released as (
                update destination_state
                set held = false, hold_reason = null, held_since = null, probe_at = null,
                    released_at = clock_timestamp()
                where destination = :destination and held and held_since < :triedAt
                returning destination
            ),
            refused as materialized (
                select d.lead_id, d.destination
                from delivery d
                join released r on r.destination = d.destination
                where d.due_at > statement_timestamp() and d.leased_until is null
                  and d.outcome = 'UNAUTHORIZED' and d.faults < 2
                for update of d skip locked
            ),
            due as (
                update delivery d
                set due_at = statement_timestamp()
                from refused r
                where d.lead_id = r.lead_id and d.destination = r.destination
            )
            select count(*) from released
            """;

    private static final String TAKE_PROBE = """
            update destination_state
            set probe_at = clock_timestamp() + :probe * interval '1 millisecond'
            where destination = :destination and held and not paused and probe_at <= clock_timestamp()
            """;

    private static final String PAUSE = """
            insert into destination_state as s (destination, paused, pause_reason, paused_since)
            values (:destination, true, :reason, clock_timestamp())
            on conflict (destination) do update
                set paused = true, pause_reason = excluded.pause_reason, paused_since = excluded.paused_since
                where not s.paused
            """;

    private static final String RESUME = """
            update destination_state
            set paused = false, pause_reason = null, paused_since = null, released_at = clock_timestamp()
            where destination = :destination and paused
            """;

    private static final String GIVE_PROBE_BACK = """
            update destination_state
            set probe_at = clock_timestamp()
            where destination = :destination and held
            """;

    private static final String NOTE_SUCCESS = """
            insert into destination_state as s (destination, last_success_at)
            values (:destination, :at)
            on conflict (destination) do update
                set last_success_at = excluded.last_success_at
                where s.last_success_at is null or s.last_success_at < excluded.last_success_at
            """;

    private static final String READ_ALL = """
            select destination, paused_since, held_since, last_success_at
            from destination_state
            """;

    /** Held or paused, and why. */
    record Stop(boolean paused, @Nullable String reason) {}

    /** Since when it is paused and held, and when a delivery arrived last as far as that is on record. */
    record Times(
            @Nullable Instant pausedSince,
            @Nullable Instant heldSince,
            @Nullable Instant lastSuccessAt) {

        static final Times NONE = new Times(null, null, null);
    }

    private final JdbcClient jdbc;
    private volatile Map<DestinationName, Stop> stops = Map.of();
    private final Map<DestinationName, Instant> successes = new ConcurrentHashMap<>();
    private final Map<DestinationName, Instant> noted = new ConcurrentHashMap<>();

    DestinationStates(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Reads the table anew; one after the other, so that what was read last is what stays. */
    synchronized void refresh() {
        record Row(DestinationName destination, Stop stop) {}
        stops = jdbc
                .sql(READ)
                .query((row, number) -> new Row(
                        new DestinationName(row.getString("destination")),
                        row.getBoolean("paused")
                                ? new Stop(true, row.getString("pause_reason"))
                                : new Stop(false, row.getString("hold_reason"))))
                .list()
                .stream()
                .collect(Collectors.toMap(Row::destination, Row::stop));
    }

    /** What stops the destination as of the last look; null while it runs. */
    @Nullable Stop stopOf(DestinationName destination) {
        return stops.get(destination);
    }

    void hold(DestinationName destination, String reason, Duration probeInterval) {
        int begun = jdbc.sql(HOLD)
                .param("destination", destination.value())
                .param("reason", reason)
                .param("probe", probeInterval.toMillis())
                .update();
        if (begun > 0) {
            refresh();
        }
    }

    /** Ends a hold that began before that moment; answers whether there was one. */
    boolean release(DestinationName destination, Instant triedAt) {
        int released = jdbc.sql(RELEASE)
                .param("destination", destination.value())
                .param("triedAt", triedAt.atOffset(ZoneOffset.UTC))
                .query(Integer.class)
                .single();
        refresh();
        return released > 0;
    }

    /** Stops deliveries on all replicas until they are resumed; a pause that is on stays as it is. Whether it was off. */
    boolean pause(DestinationName destination, String reason) {
        int paused = jdbc.sql(PAUSE)
                .param("destination", destination.value())
                .param("reason", reason)
                .update();
        refresh();
        return paused > 0;
    }

    /** Ends a pause; whether there was one. */
    boolean resume(DestinationName destination) {
        int resumed = jdbc.sql(RESUME).param("destination", destination.value()).update();
        refresh();
        return resumed > 0;
    }

    /** A delivery arrived then; on record by {@link #noteSuccesses}. */
    void succeeded(DestinationName destination, Instant at) {
        successes.merge(destination, at, DestinationStates::later);
    }

    /** Puts the last success of each destination on record, for all replicas to tell. */
    void noteSuccesses() {
        successes.forEach((destination, at) -> {
            if (!at.equals(noted.get(destination))) {
                jdbc.sql(NOTE_SUCCESS)
                        .param("destination", destination.value())
                        .param("at", at.atOffset(ZoneOffset.UTC))
                        .update();
                noted.put(destination, at);
            }
        });
    }

    /** As they are on record, and this replica's own successes. */
    Map<DestinationName, Times> times() {
        Map<DestinationName, Times> times = new HashMap<>();
        jdbc.sql(READ_ALL)
                .query((row, number) -> times.put(
                        new DestinationName(row.getString("destination")),
                        new Times(
                                instant(row, "paused_since"),
                                instant(row, "held_since"),
                                instant(row, "last_success_at"))))
                .list();
        successes.forEach((destination, at) -> {
            Times stored = times.getOrDefault(destination, Times.NONE);
            @Nullable Instant before = stored.lastSuccessAt();
            times.put(
                    destination,
                    new Times(stored.pausedSince(), stored.heldSince(), before == null ? at : later(before, at)));
        });
        return times;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        @Nullable OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }

    /** Whether it is this replica's turn, now, to try one delivery of a held destination. */
    boolean takeProbe(DestinationName destination, Duration probeInterval) {
        return jdbc.sql(TAKE_PROBE)
                        .param("destination", destination.value())
                        .param("probe", probeInterval.toMillis())
                        .update()
                > 0;
    }

    /** The turn was for nothing: there was nothing to try. */
    void giveProbeBack(DestinationName destination) {
        jdbc.sql(GIVE_PROBE_BACK).param("destination", destination.value()).update();
    }
}
