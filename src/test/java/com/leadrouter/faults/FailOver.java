package com.leadrouter.faults;

import static com.leadrouter.Eventually.within;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The primary dies, and its synchronous standby becomes the primary at the same address: at once, or after a while in
 * which that address leads to a server that takes no writes. No replica is started again.
 */
final class FailOver {

    /** The pool's time-out is 1 s; the rest is for a machine that has much else to do. */
    private static final Duration QUICKLY = Duration.ofSeconds(5);

    private static final Duration PATIENT = Duration.ofSeconds(15);

    /** A commit that waits for the standby has no time-out but the socket's, 12 s. */
    private static final Duration AT_LAST = Duration.ofSeconds(20);

    private static final Duration MOST_PATIENT = Duration.ofSeconds(30);

    private record Pair(MortalPostgres primary, MortalPostgres standby) {}

    private @Nullable Pair pair;

    private FailOver() {}

    static List<Row> rows(Form form) {
        Duration readOnly = form.pick(Duration.ofSeconds(4), Duration.ofSeconds(20));
        FailOver atOnce = new FailOver();
        FailOver later = new FailOver();
        FailOver without = new FailOver();
        return List.of(
                Row.of("fail-over to a synchronous standby", atOnce::atOnce)
                        .prepared(atOnce::addStandby, atOnce::endWithStandby)
                        .withClientsWaiting(PATIENT)
                        .doubling()
                        .always(),
                Row.of("fail-over, the address led to a standby for a while", later.afterAWhile(readOnly))
                        .prepared(later::addStandby, later::endWithStandby)
                        .withClientsWaiting(PATIENT)
                        .doubling(),
                Row.of(
                                "the synchronous standby is away",
                                without.withoutStandby(form.pick(Duration.ofSeconds(16), Duration.ofSeconds(60))))
                        .prepared(without::addStandby, without::endWithStandby)
                        .withClientsWaiting(MOST_PATIENT)
                        .doubling());
    }

    private void addStandby(Cluster cluster) {
        MortalPostgres primary = cluster.postgres();
        pair = new Pair(primary, cluster.stopping(primary.withStandby()));
        cluster.replicas().forEach(ReplicaProcess::awaitReady);
    }

    /** Also where the row broke off: the former primary waits for its standby with each commit. */
    private void endWithStandby(Cluster cluster) throws Exception {
        if (cluster.postgres() != pair().standby()) {
            switchOver(cluster);
        }
        cluster.stop(pair().primary());
    }

    private Pair pair() {
        if (pair == null) {
            throw new IllegalStateException("not prepared");
        }
        return pair;
    }

    /** Answers how long it took the replicas to be ready again. */
    private Duration switchOver(Cluster cluster) {
        pair().standby().promote();
        cluster.leadTo(pair().standby());
        long promoted = System.nanoTime();
        cluster.replicas().forEach(ReplicaProcess::awaitReady);
        return Duration.ofNanos(System.nanoTime() - promoted);
    }

    private String atOnce(Cluster cluster, Load load) {
        Told told = load.listen();
        pair().primary().kill();
        Duration ready = switchOver(cluster);
        load.awaitAll();
        Recovery.assertComplete(cluster);
        return "%s; ready again %d ms after the promotion".formatted(told.inTime(QUICKLY), ready.toMillis());
    }

    private Fault afterAWhile(Duration readOnly) {
        return (cluster, load) -> {
            MortalPostgres former = pair().primary();
            former.kill();
            former.comeBackAsStandbyOf(pair().standby());
            Told told = load.listen();
            within(Duration.ofSeconds(5), () -> assertThat(cluster.replicas()).noneMatch(ReplicaProcess::isReady));
            told.awaitUnavailable(Duration.ofSeconds(5));
            Cluster.lasting(readOnly);
            assertThat(cluster.replicas()).noneMatch(ReplicaProcess::isReady);
            assertThat(told.answers())
                    .as("by a server that takes no writes")
                    .noneMatch(answer -> answer.status() == 202);
            Duration ready = switchOver(cluster);
            load.awaitAll();
            Recovery.assertComplete(cluster);
            return "read-only for %d s: %s; ready again %d ms after the promotion"
                    .formatted(readOnly.toSeconds(), told.inTime(QUICKLY), ready.toMillis());
        };
    }

    // PostgreSQL commits, and tells nobody; whoever gives up waiting does not know.
    private Fault withoutStandby(Duration time) {
        return (cluster, load) -> {
            Told told = load.listen();
            pair().standby().kill();
            Cluster.lasting(Duration.ofSeconds(2));
            Told later = load.listen();
            Cluster.lasting(time);
            assertThat(later.answers())
                    .as("of a commit that the standby does not have")
                    .noneMatch(answer -> answer.status() == 202);
            pair().standby().startAgain();
            load.awaitAll();
            Recovery.assertComplete(cluster);
            return "for %d s: %s".formatted(time.toSeconds(), told.inTime(AT_LAST));
        };
    }
}
