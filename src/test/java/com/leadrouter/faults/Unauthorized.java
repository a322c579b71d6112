package com.leadrouter.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * Kapture answers 401 for a while, under load: it is held, uses up no attempts, and once a probe comes through drains
 * as quickly as after a pause, in which nobody had to find anything out.
 */
record Unauthorized(Duration time) implements Measures.Measure {

    private static final int PER_SECOND = 50;
    private static final Duration TO_FIND_OUT = Duration.ofSeconds(5);
    private static final String STATE = """
            select held, hold_reason, held_since, released_at
            from destination_state
            where destination = 'kapture'
            """;

    private static final String USED_UP = """
            select coalesce(sum(d.tries - 1), 0)
            from delivery d join lead l on l.id = d.lead_id
            where l.email like :email and d.destination = 'kapture'
            """;

    private static final String PAUSE = """
            insert into destination_state as s (destination, paused, pause_reason, paused_since)
            values ('kapture', true, 'to measure', clock_timestamp())
            on conflict (destination) do update
                set paused = true, pause_reason = excluded.pause_reason, paused_since = excluded.paused_since
            """;

    private static final String RESUME = """
            update destination_state
            set paused = false, pause_reason = null, paused_since = null, released_at = clock_timestamp()
            where destination = 'kapture'
            """;

    private record State(
            boolean held,
            @Nullable String reason,
            @Nullable Instant heldSince,
            @Nullable Instant releasedAt) {}

    @Override
    public String take(Cluster cluster) throws Exception {
        Duration afterPause = afterPause(cluster);
        Judge judge = new Judge(cluster);
        try (Load load = start(cluster)) {
            load.awaitAccepted(PER_SECOND);
            Instant refused = Instant.now();
            cluster.partners().kapture().fails("always&status=401");
            Cluster.lasting(time);
            State held = state(cluster);
            assertThat(held.held()).isTrue();
            assertThat(held.reason()).isEqualTo("Invalid Auth Key");
            assertThat(held.heldSince()).isBetween(refused, refused.plus(TO_FIND_OUT));

            Instant healed = Instant.now();
            cluster.partners().kapture().heals();
            Instant drained = drained(cluster, load);
            Instant probed = firstAcceptedAfter(healed, cluster.partners().kapture());
            State released = state(cluster);
            assertThat(released.held()).isFalse();
            assertThat(released.heldSince()).isNull();
            assertThat(released.releasedAt()).isBetween(probed, probed.plus(TO_FIND_OUT));
            assertThat(usedUp(cluster, load)).as("attempts used up by 401").isZero();
            judge.judge(load, Duration.ofSeconds(10), "").assertAsPromised(Row.ordinary());

            Duration took = Duration.between(probed, drained);
            assertThat(took).as("a pause took %s", afterPause).isLessThan(afterPause.plus(TO_FIND_OUT));
            return "401 from Kapture for %d s at %d leads/s: held («%s»), attempts used up 0, %d leads; released %d ms after the first successful probe arrived, all drained after %d ms (after a pause of that length %d ms)"
                    .formatted(
                            time.toSeconds(),
                            PER_SECOND,
                            held.reason(),
                            load.leads(),
                            Duration.between(probed, released.releasedAt()).toMillis(),
                            took.toMillis(),
                            afterPause.toMillis());
        }
    }

    /** How long the same backlog takes to drain where it waited for nothing else. */
    private Duration afterPause(Cluster cluster) throws InterruptedException {
        try (Load load = start(cluster)) {
            load.awaitAccepted(PER_SECOND);
            cluster.jdbc().sql(PAUSE).update();
            Cluster.lasting(time);
            cluster.jdbc().sql(RESUME).update();
            Instant resumed = Instant.now();
            return Duration.between(resumed, drained(cluster, load));
        }
    }

    /** A little longer than the fault, so that some leads find it healed. */
    private Load start(Cluster cluster) {
        return Load.start(cluster, Math.toIntExact(PER_SECOND * (time.toSeconds() + 4)), PER_SECOND);
    }

    private static Instant drained(Cluster cluster, Load load) {
        load.awaitAll();
        new Backlog(cluster, load, "kapture").awaitDrained();
        return Instant.now();
    }

    private static Instant firstAcceptedAfter(Instant moment, Partners.Partner partner) {
        return partner.calls().stream()
                .filter(call -> call.accepted() && call.arrivedAt().isAfter(moment))
                .map(Partners.Call::arrivedAt)
                .findFirst()
                .orElseThrow();
    }

    private static long usedUp(Cluster cluster, Load load) {
        return cluster.jdbc()
                .sql(USED_UP)
                .param("email", load.emailPattern())
                .query(Long.class)
                .single();
    }

    private static State state(Cluster cluster) {
        return cluster.jdbc()
                .sql(STATE)
                .query((row, number) -> new State(
                        row.getBoolean("held"),
                        row.getString("hold_reason"),
                        instant(row.getObject("held_since", OffsetDateTime.class)),
                        instant(row.getObject("released_at", OffsetDateTime.class))))
                .single();
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }
}
