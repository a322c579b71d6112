package com.leadrouter.faults;

import static com.leadrouter.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Each replica goes on as it is: takes leads in, and delivers to each destination. The load alone would not tell: what
 * one replica leaves lying the other one does.
 */
final class Recovery {

    private static final int LEADS = 20;
    private static final List<String> DESTINATIONS = List.of("cap", "kapture");

    private record Counter(ReplicaProcess replica, String destination) {
        long count() {
            return replica.delivered(destination);
        }
    }

    private Recovery() {}

    static void assertComplete(Cluster cluster) {
        cluster.replicas().forEach(ReplicaProcess::awaitReady);
        Map<Counter, Long> before = new HashMap<>();
        for (ReplicaProcess replica : cluster.replicas()) {
            for (String destination : DESTINATIONS) {
                Counter counter = new Counter(replica, destination);
                before.put(counter, counter.count());
            }
        }
        try (Load fresh = Load.start(cluster, LEADS, LEADS)) {
            fresh.awaitAll();
            assertThat(fresh.answers()).allMatch(answer -> answer.status() == 202);
        }
        eventually(() -> before.forEach((counter, count) ->
                assertThat(counter.count()).as("%s", counter).isGreaterThan(count)));
    }
}
