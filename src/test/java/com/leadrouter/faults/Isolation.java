package com.leadrouter.faults;

import static com.leadrouter.Eventually.within;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * CAP hangs, Kapture lives. Windows without the fault and with it alternate, since machines have moods, and the last
 * ones with it follow each other without a pause; the medians of Kapture's p99 are compared. Then CAP comes back, and
 * fresh leads must not wait behind what piled up.
 */
record Isolation(Duration window) implements Measures.Measure {

    private static final int PER_SECOND = 50;
    private static final int ALTERNATIONS = 3;
    private static final int WINDOWS_AT_A_STRETCH = 5;
    private static final Duration FRESH = Duration.ofSeconds(5);

    /** Kapture's p99 with the fault, as a share of that without. */
    private static final double AT_MOST = 1.2;

    /** What a p99 of a few milliseconds may be off for no reason. */
    private static final Duration NOISE = Duration.ofMillis(5);

    @Override
    public String take(Cluster cluster) {
        Partners.Partner cap = cluster.partners().cap();
        run(cluster, 500, 100);
        List<Load> without = new ArrayList<>();
        List<Load> with = new ArrayList<>();
        for (int round = 1; round < ALTERNATIONS; round++) {
            without.add(window(cluster));
            cap.fails("always&hang");
            Load dead = window(cluster);
            with.add(dead);
            cap.heals();
            new Backlog(cluster, dead, "cap").awaitDrained();
        }
        without.add(window(cluster));
        cap.fails("always&hang");
        List<Load> atAStretch = new ArrayList<>();
        for (int i = 0; i < WINDOWS_AT_A_STRETCH; i++) {
            atAStretch.add(window(cluster));
        }
        with.addAll(atAStretch);
        cap.heals();
        String fresh = freshLeads(cluster, atAStretch);

        Arrivals arrivals = Arrivals.at(cluster.partners().kapture(), cluster);
        List<Duration> p99Without = p99s(arrivals, without);
        List<Duration> p99With = p99s(arrivals, with);
        Duration normal = median(p99Without);
        Duration dead = median(p99With);
        assertThat(dead)
                .as("Kapture's p99 while CAP hangs, %s, without %s", p99With, p99Without)
                .isLessThanOrEqualTo(mostFor(normal));
        return "CAP hangs for %d s at %d leads/s: Kapture's p99 from acceptance to arrival %.1f ms without (windows of %d s: %s), %.1f ms with the fault (%s); healed, %s"
                .formatted(
                        window.multipliedBy(WINDOWS_AT_A_STRETCH).toSeconds(),
                        PER_SECOND,
                        millis(normal),
                        window.toSeconds(),
                        inWords(p99Without),
                        millis(dead),
                        inWords(p99With),
                        fresh);
    }

    private static Duration mostFor(Duration normal) {
        Duration share = Duration.ofNanos((long) (normal.toNanos() * AT_MOST));
        Duration noisy = normal.plus(NOISE);
        return share.compareTo(noisy) > 0 ? share : noisy;
    }

    private Load window(Cluster cluster) {
        return run(cluster, Math.toIntExact(PER_SECOND * window.toSeconds()), PER_SECOND);
    }

    private static Load run(Cluster cluster, int leads, int perSecond) {
        try (Load load = Load.start(cluster, leads, perSecond)) {
            load.awaitAll();
            new Backlog(cluster, load, "kapture").awaitDrained();
            return load;
        }
    }

    private static String freshLeads(Cluster cluster, List<Load> waiting) {
        List<Backlog> backlogs =
                waiting.stream().map(load -> new Backlog(cluster, load, "cap")).toList();
        // The circuit finds out by itself; from then on the backlog drains.
        long atFirst = size(backlogs);
        within(Duration.ofMinutes(1), () -> assertThat(size(backlogs)).isLessThan(atFirst));
        try (Load fresh = Load.start(cluster, 10, 5)) {
            fresh.awaitAll();
            long behind = size(backlogs);
            new Backlog(cluster, fresh, "cap").awaitDrained();
            backlogs.forEach(Backlog::awaitDrained);
            List<Duration> took = Arrivals.at(cluster.partners().cap(), cluster).of(fresh);
            assertThat(took).hasSizeGreaterThan(5).allMatch(each -> each.compareTo(FRESH) < 0);
            return "fresh leads were at CAP within %.0f ms beside a backlog of %d"
                    .formatted(millis(Arrivals.percentile(took, 100)), behind);
        }
    }

    private static long size(Collection<Backlog> backlogs) {
        return backlogs.stream().mapToLong(Backlog::size).sum();
    }

    private static List<Duration> p99s(Arrivals arrivals, List<Load> loads) {
        return loads.stream()
                .map(load -> Arrivals.percentile(arrivals.of(load), 99))
                .toList();
    }

    private static Duration median(List<Duration> durations) {
        return Arrivals.percentile(durations, 50);
    }

    private static double millis(Duration duration) {
        return duration.toNanos() / 1e6;
    }

    private static String inWords(List<Duration> durations) {
        return String.join(
                " ",
                durations.stream().map(each -> "%.1f".formatted(millis(each))).toList());
    }
}
