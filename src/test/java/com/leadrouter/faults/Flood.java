package com.leadrouter.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.leadrouter.faults.Load.Answer;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;

/** A flood at the door while there is no database: quick refusals, bounded memory, and afterwards nothing is missing. */
record Flood(Duration time) implements Measures.Measure {

    private static final int LEADS = 2000;
    private static final int PER_SECOND = 1000;
    private static final int CLIENTS = 200;
    private static final Duration QUICKLY = Duration.ofSeconds(2);

    /** Of a heap of 256 MiB, and whatever a JVM needs beside it. */
    private static final long MOST_MEBIBYTES = 600;

    @Override
    public String take(Cluster cluster) throws Exception {
        // A JVM that has just started is slow for another reason.
        try (Load warmUp = Load.start(cluster, 500, 100, CLIENTS, Load.PATIENCE)) {
            warmUp.awaitAll();
        }
        Judge judge = new Judge(cluster);
        long before = mebibytes(cluster).max().orElseThrow();
        long most = before;
        cluster.postgres().kill();
        try (Load load = Load.start(cluster, LEADS, PER_SECOND, CLIENTS, Load.PATIENCE)) {
            for (int i = 0; i < time.toSeconds(); i++) {
                Cluster.lasting(Duration.ofSeconds(1));
                most = Math.max(most, mebibytes(cluster).max().orElseThrow());
            }
            List<Answer> answers = load.answers();
            cluster.postgres().startAgain();
            load.awaitAll();
            Verdict verdict = judge.judge(load, Duration.ofMinutes(2), "");
            most = Math.max(most, mebibytes(cluster).max().orElseThrow());
            verdict.assertAsPromised(Row.ordinary());
            Recovery.assertComplete(cluster);

            assertThat(answers).extracting(Answer::status).doesNotContain(202);
            // Who had no answer has waited longer than anyone should, too.
            Duration p99 =
                    Arrivals.percentile(answers.stream().map(Answer::took).toList(), 99);
            assertThat(p99).as("until a 503, p99").isLessThan(QUICKLY);
            assertThat(most).as("MiB, resident").isLessThan(MOST_MEBIBYTES);
            return "flood by %d clients with the database away for %d s: %d refusals, p99 %d ms; resident memory %d MiB before, %d MiB at most (heap of 256 MiB); afterwards all %d leads were taken in, lost %d"
                    .formatted(
                            CLIENTS,
                            time.toSeconds(),
                            answers.size(),
                            p99.toMillis(),
                            before,
                            most,
                            LEADS,
                            verdict.lost());
        }
    }

    private static LongStream mebibytes(Cluster cluster) {
        return cluster.replicas().stream().mapToLong(ReplicaProcess::residentMebibytes);
    }
}
