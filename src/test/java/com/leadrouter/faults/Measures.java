package com.leadrouter.faults;

import static com.leadrouter.Eventually.within;
import static org.assertj.core.api.Assertions.assertThat;

import com.leadrouter.faults.Load.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Figures that the documentation quotes, with the bounds that they must keep. */
final class Measures {

    private static final Duration DRAINED_WITHIN = Duration.ofMinutes(5);

    /** Answers the figures in words. */
    @FunctionalInterface
    interface Measure {
        String take(Cluster cluster) throws Exception;
    }

    private Measures() {}

    static Map<String, Measure> all(Form form) {
        return Map.of(
                "401 under load uses up no attempts",
                cluster -> unauthorized(cluster, form.pick(Duration.ofSeconds(5), Duration.ofSeconds(30))),
                "one destination dead, the other lives",
                cluster -> isolation(cluster, form.pick(Duration.ofSeconds(10), Duration.ofMinutes(5))),
                "a flood while the database is away",
                cluster -> flood(cluster, form.pick(Duration.ofSeconds(5), Duration.ofSeconds(20))));
    }

    private static String unauthorized(Cluster cluster, Duration time) throws Exception {
        Partners.Partner kapture = cluster.partners().kapture();
        try (Load load = Load.start(cluster, Math.toIntExact(50 * (time.toSeconds() + 4)), 50)) {
            load.awaitAccepted(50);
            kapture.fails("always&status=401");
            Cluster.lasting(time);
            String reason = cluster.jdbc()
                    .sql("select hold_reason from destination_state where destination = 'kapture' and held")
                    .query(String.class)
                    .single();
            Instant healed = Instant.now();
            kapture.heals();
            load.awaitAll();
            awaitDrained(cluster, load, "kapture");
            Instant drained = Instant.now();
            Instant probed = kapture.calls().stream()
                    .filter(call -> call.accepted() && call.arrivedAt().isAfter(healed))
                    .map(Partners.Call::arrivedAt)
                    .findFirst()
                    .orElseThrow();
            long usedUp = ofLoad(
                            cluster,
                            load,
                            "select coalesce(sum(d.tries - 1), 0) from delivery d join lead l on l.id = d.lead_id"
                                    + " where l.email like :email and d.destination = 'kapture'")
                    .query(Long.class)
                    .single();
            assertThat(usedUp).as("attempts used up by 401").isZero();
            return "401 from Kapture for %d s at 50 leads/s: held (\u00ab%s\u00bb), attempts used up 0, %d leads; from the first successful probe until all were drained %d ms"
                    .formatted(
                            time.toSeconds(),
                            reason,
                            load.leads(),
                            Duration.between(probed, drained).toMillis());
        }
    }

    private static String isolation(Cluster cluster, Duration time) throws Exception {
        Partners.Partner cap = cluster.partners().cap();
        Partners.Partner kapture = cluster.partners().kapture();
        int leads = Math.toIntExact(50 * time.toSeconds());
        try (Load warmUp = Load.start(cluster, 500, 100)) {
            warmUp.awaitAll();
            awaitDrained(cluster, warmUp, "kapture");
        }
        long without;
        try (Load load = Load.start(cluster, leads, 50)) {
            load.awaitAll();
            awaitDrained(cluster, load, "kapture");
            without = Arrivals.percentileMillis(Arrivals.at(kapture, cluster, load), 99);
        }
        cap.fails("always&hang");
        try (Load load = Load.start(cluster, leads, 50)) {
            load.awaitAll();
            awaitDrained(cluster, load, "kapture");
            long with = Arrivals.percentileMillis(Arrivals.at(kapture, cluster, load), 99);
            cap.heals();
            // The circuit finds out by itself; from then on the backlog drains.
            within(
                    Duration.ofMinutes(1),
                    () -> assertThat(open(cluster, load, "cap")).isLessThan(leads));
            List<Duration> fresh = new ArrayList<>();
            try (Load freshLeads = Load.start(cluster, 10, 5)) {
                freshLeads.awaitAll();
                long backlog = open(cluster, load, "cap");
                awaitDrained(cluster, freshLeads, "cap");
                fresh.addAll(Arrivals.at(cap, cluster, freshLeads));
                awaitDrained(cluster, load, "cap");
                assertThat(fresh).allSatisfy(took -> assertThat(took).isLessThan(Duration.ofSeconds(5)));
                return "CAP dead for %d s at 50 leads/s: Kapture's p99 from acceptance to arrival %d ms without, %d ms with the fault; healed, fresh leads were at CAP within %d ms beside a backlog of %d"
                        .formatted(time.toSeconds(), without, with, Arrivals.percentileMillis(fresh, 100), backlog);
            }
        }
    }

    private static String flood(Cluster cluster, Duration time) throws Exception {
        long before = cluster.one().residentMebibytes();
        long most = before;
        cluster.postgres().kill();
        try (Load load = Load.start(cluster, 2000, 1000, 200, Load.PATIENCE)) {
            for (int i = 0; i < time.toSeconds(); i++) {
                Cluster.lasting(Duration.ofSeconds(1));
                most = Math.max(most, cluster.one().residentMebibytes());
            }
            List<Answer> refused = load.answers().stream()
                    .filter(answer -> answer.status() == 503)
                    .toList();
            long unanswered = load.answers().stream()
                    .filter(answer -> answer.status() == 0)
                    .count();
            long p99 =
                    Arrivals.percentileMillis(refused.stream().map(Answer::took).toList(), 99);
            cluster.postgres().startAgain();
            load.awaitAll();
            awaitDrained(cluster, load, "cap");
            awaitDrained(cluster, load, "kapture");
            assertThat(p99).as("ms until a 503, p99").isLessThan(2000);
            return "flood by 200 clients with the database away for %d s: %d times 503, p99 %d ms, %d without an answer; resident memory %d MiB before, %d MiB at most (heap of 256 MiB)"
                    .formatted(time.toSeconds(), refused.size(), p99, unanswered, before, most);
        }
    }

    private static void awaitDrained(Cluster cluster, Load load, String destination) {
        within(
                DRAINED_WITHIN,
                () -> assertThat(open(cluster, load, destination)).isZero());
    }

    private static long open(Cluster cluster, Load load, String destination) {
        return ofLoad(
                        cluster,
                        load,
                        "select count(*) from delivery d join lead l on l.id = d.lead_id"
                                + " where l.email like :email and d.destination = :destination and d.due_at is not null")
                .param("destination", destination)
                .query(Long.class)
                .single();
    }

    private static JdbcClient.StatementSpec ofLoad(Cluster cluster, Load load, String sql) {
        return cluster.jdbc().sql(sql).param("email", load.emailPattern());
    }
}
