package com.leadrouter.faults;

import com.leadrouter.faults.Partners.Call;
import com.leadrouter.faults.Partners.Partner;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How long leads take from their acceptance to a destination's acceptance. */
final class Arrivals {

    // The first of a person: the second may well be waiting for it.
    private static final String ACCEPTED = """
            select distinct on (email) id, email, received_at
            from lead
            where email like :email
            order by email, received_at
            """;

    private final Partner partner;
    private final Cluster cluster;
    private final Map<String, Instant> arrived = new HashMap<>();

    private Arrivals(Partner partner, Cluster cluster) {
        this.partner = partner;
        this.cluster = cluster;
    }

    /** As of now. */
    static Arrivals at(Partner partner, Cluster cluster) {
        Arrivals arrivals = new Arrivals(partner, cluster);
        for (Call call : partner.calls()) {
            if (call.accepted()) {
                call.keys().forEach(key -> arrivals.arrived.putIfAbsent(key, call.arrivedAt()));
            }
        }
        return arrivals;
    }

    List<Duration> of(Load load) {
        List<Duration> took = new ArrayList<>();
        cluster.jdbc().sql(ACCEPTED).param("email", load.emailPattern()).query(row -> {
            Instant accepted =
                    row.getObject("received_at", OffsetDateTime.class).toInstant();
            String key = partner.name().equals("cap") ? row.getString("id") : row.getString("email");
            if (arrived.containsKey(key)) {
                took.add(Duration.between(accepted, arrived.get(key)));
            }
        });
        return took;
    }

    /** Zero of none. */
    static Duration percentile(Collection<Duration> durations, int percent) {
        List<Duration> sorted = durations.stream().sorted().toList();
        return sorted.isEmpty()
                ? Duration.ZERO
                : sorted.get(Math.min(sorted.size() - 1, sorted.size() * percent / 100));
    }
}
