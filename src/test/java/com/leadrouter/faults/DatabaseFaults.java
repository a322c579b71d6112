package com.leadrouter.faults;

import static com.leadrouter.faults.FailPoint.Moment.BEFORE_THE_ANSWER_IS_BACK;
import static com.leadrouter.faults.FailPoint.Moment.BEFORE_THE_SERVER_HAS_IT;

import com.leadrouter.faults.FailPoint.Moment;
import java.time.Duration;
import java.util.List;

/** PostgreSQL dies, or connections to it are cut where nobody can know whether a commit came through. */
final class DatabaseFaults {

    private static final int CUTS = 5;
    private static final Duration LONGER_THAN_A_THIRD_OF_THE_LEASE = Duration.ofMillis(1500);

    private DatabaseFaults() {}

    static List<Row> rows(Form form) {
        return List.of(
                Row.of(
                                "PostgreSQL kill -9 under load, away for a while",
                                killPostgres(form.pick(Duration.ofSeconds(5), Duration.ofSeconds(20))))
                        .doubling()
                        .always(),
                Row.of("connection cut before the intake's commit", cut(Statement.TAKE_IN, BEFORE_THE_SERVER_HAS_IT)),
                Row.of(
                                "connection cut half-way through the intake's commit",
                                cut(Statement.TAKE_IN, BEFORE_THE_ANSWER_IS_BACK))
                        .always(),
                Row.of("connection cut half-way through a claim", cut(Statement.CLAIM, BEFORE_THE_ANSWER_IS_BACK)),
                Row.of("connection cut before lease renewal", cut(Statement.RENEW, BEFORE_THE_SERVER_HAS_IT))
                        .withPartnersTaking(LONGER_THAN_A_THIRD_OF_THE_LEASE)
                        .always(),
                Row.of("connection cut before a settle", cut(Statement.SETTLE, BEFORE_THE_SERVER_HAS_IT)),
                Row.of(
                                "connection cut half-way through a settle's commit",
                                cut(Statement.COMMIT_OF_SETTLE, BEFORE_THE_ANSWER_IS_BACK))
                        .always());
    }

    private static Fault killPostgres(Duration away) {
        return (cluster, load) -> {
            cluster.postgres().kill();
            Cluster.lasting(away);
            cluster.postgres().startAgain();
            load.awaitAll();
            Recovery.assertComplete(cluster);
            return "away for " + away.toSeconds() + " s";
        };
    }

    private static Fault cut(Statement statement, Moment moment) {
        return (cluster, load) -> {
            PostgresProxy proxy = cluster.one().postgres();
            proxy.arm(FailPoint.cutting(statement, moment, CUTS, () -> {})).awaitReached();
            proxy.disarm();
            return CUTS + " times";
        };
    }
}
