package com.leadrouter.faults;

import static com.leadrouter.faults.FailPoint.Moment.BEFORE_THE_ANSWER_IS_BACK;
import static com.leadrouter.faults.FailPoint.Moment.BEFORE_THE_SERVER_HAS_IT;
import static org.assertj.core.api.Assertions.assertThat;

import com.leadrouter.faults.FailPoint.Moment;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** One of two replicas dies, is frozen, or is replaced. */
final class ProcessFaults {

    private static final Duration LONGER_THAN_A_THIRD_OF_THE_LEASE = Duration.ofMillis(1500);

    private static final int TWENTY_TIMES = 20;

    private ProcessFaults() {}

    static List<Row> rows(Form form) {
        return List.of(
                Row.of("SIGKILL before the intake's commit", killAt(Statement.TAKE_IN, BEFORE_THE_SERVER_HAS_IT))
                        .doubling(),
                Row.of(
                                "SIGKILL after the intake's commit, before the answer",
                                killAt(Statement.TAKE_IN, BEFORE_THE_ANSWER_IS_BACK))
                        .doubling()
                        .always(),
                Row.of("SIGKILL after the claim", killAt(Statement.CLAIM, BEFORE_THE_ANSWER_IS_BACK))
                        .doubling(),
                Row.of("SIGKILL after a call was sent to CAP", killAtAnswerOf("cap"))
                        .doubling(),
                Row.of("SIGKILL after a call was sent to Kapture", killAtAnswerOf("kapture"))
                        .doubling(),
                Row.of(
                                "SIGKILL after the answer, before the settle",
                                killAt(Statement.SETTLE, BEFORE_THE_SERVER_HAS_IT))
                        .doubling(),
                Row.of("SIGKILL during the settle", killAt(Statement.COMMIT_OF_SETTLE, BEFORE_THE_ANSWER_IS_BACK))
                        .doubling()
                        .always(),
                Row.of("SIGKILL during lease renewal", killAt(Statement.RENEW, BEFORE_THE_ANSWER_IS_BACK))
                        .doubling()
                        .withPartnersTaking(LONGER_THAN_A_THIRD_OF_THE_LEASE),
                Row.of("SIGKILL at random times", killAtRandom(TWENTY_TIMES)).doubling(),
                Row.of(
                                "SIGSTOP longer than the lease, SIGCONT, in flight",
                                freeze(form.pick(Duration.ofSeconds(8), Duration.ofSeconds(60))))
                        .doubling()
                        .late(1)
                        .always(),
                Row.of("rolling restart of both replicas under load", ProcessFaults::rollingRestart));
    }

    private static Fault killAt(Statement statement, Moment moment) {
        return (cluster, load) -> {
            ReplicaProcess victim = cluster.one();
            victim.postgres()
                    .arm(FailPoint.cutting(statement, moment, 1, victim::kill))
                    .awaitReached();
            return comesBack(victim);
        };
    }

    private static Fault killAtAnswerOf(String destination) {
        return (cluster, load) -> {
            ReplicaProcess victim = cluster.one();
            victim.destination(destination)
                    .arm(FailPoint.cutting(any -> true, BEFORE_THE_ANSWER_IS_BACK, 1, victim::kill))
                    .awaitReached();
            return comesBack(victim);
        };
    }

    private static String comesBack(ReplicaProcess victim) {
        assertThat(victim.isAlive()).as("%s is alive", victim.name()).isFalse();
        victim.postgres().disarm();
        victim.destination("cap").heal();
        victim.destination("kapture").heal();
        victim.start();
        victim.awaitReady();
        return "";
    }

    private static Fault killAtRandom(int rounds) {
        return (cluster, load) -> {
            Random random = new Random(20);
            for (int round = 0; round < rounds; round++) {
                Cluster.lasting(Duration.ofMillis(random.nextInt(1500)));
                ReplicaProcess victim =
                        cluster.replicas().get(random.nextInt(cluster.replicas().size()));
                victim.kill();
                comesBack(victim);
            }
            return rounds + " rounds";
        };
    }

    private static Fault freeze(Duration time) {
        return (cluster, load) -> {
            ReplicaProcess victim = cluster.one();
            victim.destination("cap")
                    .arm(FailPoint.passing(any -> true, BEFORE_THE_ANSWER_IS_BACK, victim::freeze))
                    .awaitReached();
            Cluster.lasting(time);
            victim.thaw();
            return "frozen for " + time.toSeconds() + " s, the lease is " + Cluster.LEASE.toSeconds() + " s";
        };
    }

    private static String rollingRestart(Cluster cluster, Load load) {
        Duration longest = Duration.ZERO;
        for (ReplicaProcess replica : cluster.replicas()) {
            Duration took = replica.terminate();
            longest = took.compareTo(longest) > 0 ? took : longest;
            replica.start();
            replica.awaitReady();
        }
        assertThat(longest).as("time to stop").isLessThan(Duration.ofSeconds(25));
        return "gone within " + longest.toMillis() + " ms of SIGTERM";
    }
}
