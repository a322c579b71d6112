package com.leadrouter.faults;

import static java.util.stream.Collectors.groupingBy;

import com.leadrouter.faults.Partners.Call;
import com.leadrouter.faults.Partners.Partner;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** Compares what clients were told, what the database says, and what arrived at the destinations. */
final class Judge {

    private static final String STORED = "select id, email from lead where email like :email";

    private static final String OPEN = """
            select count(*)
            from delivery d join lead l on l.id = d.lead_id
            where l.email like :email and d.due_at is not null
            """;

    private static final String ENDED = """
            select d.lead_id, d.destination, d.status
            from delivery d join lead l on l.id = d.lead_id
            where l.email like :email
            """;

    private static final String CONSERVATION = """
            select coalesce(sum(abs(difference)), 0)::bigint
            from (
                select source, destination, sum(leads) as difference
                from (
                    select l.source, d.destination, 1 as leads
                    from lead l, unnest(l.destinations) as d(destination)
                    union all
                    select l.source, d.destination, -1
                    from delivery d join lead l on l.id = d.lead_id
                ) as counted
                group by source, destination
            ) as differences
            """;

    // A fault is a lease that its worker lost: it died, or was cut off.
    private static final String EXCUSED = """
            select d.lead_id, d.destination
            from delivery d join lead l on l.id = d.lead_id
            where l.email like :email
              and (exists (
                      select from delivery_call c
                      where c.lead_id = d.lead_id and c.destination = d.destination and (c.late or c.outcome = 'UNKNOWN'))
                  or d.faults > 0)
            """;

    private static final String LATE = """
            select count(*)
            from delivery_call c join lead l on l.id = c.lead_id
            where l.email like :email and c.late
            """;

    private record Delivery(UUID lead, String destination) {}

    private record Ended(Delivery delivery, String status) {}

    private final Cluster cluster;
    private final int overlapsBefore;
    private final int violationsBefore;

    /** From now on. */
    Judge(Cluster cluster) {
        this.cluster = cluster;
        this.overlapsBefore = overlaps();
        this.violationsBefore = violations();
    }

    private int overlaps() {
        return cluster.partners().both().stream().mapToInt(Partner::overlaps).sum();
    }

    private int violations() {
        return cluster.partners().both().stream()
                .mapToInt(partner -> partner.violations().size())
                .sum();
    }

    Verdict judge(Load load, Duration bound, String notes) {
        return judge(load, 0, bound, notes);
    }

    /** Waits for the deliveries to end and for so many late results, at most that long. */
    Verdict judge(Load load, int leastLate, Duration bound, String notes) {
        awaitSettled(load, leastLate, bound);
        Map<UUID, String> stored = new HashMap<>();
        cluster.jdbc()
                .sql(STORED)
                .param("email", load.emailPattern())
                .query((row, number) -> {
                    stored.put(row.getObject("id", UUID.class), row.getString("email"));
                    return number;
                })
                .list();
        List<Ended> deliveries = ended(load);
        Set<Delivery> excused = excused(load);
        Set<Delivery> delivered = deliveries.stream()
                .filter(ended -> ended.status().equals("DELIVERED"))
                .map(Ended::delivery)
                .collect(Collectors.toSet());

        Set<UUID> told = load.acceptedIds();
        long lost = load.leads()
                - told.size()
                + told.stream().filter(id -> !stored.containsKey(id)).count()
                + stored.keySet().stream().filter(id -> !told.contains(id)).count();
        long stuck = deliveries.stream()
                .filter(ended -> !Set.of("DELIVERED", "HELD").contains(ended.status()))
                .count();

        long doubledCap = 0;
        long unexplained = 0;
        Map<String, Long> submissions = acceptedByKey(cluster.partners().cap().calls(), Set.of("submit"));
        for (UUID id : stored.keySet()) {
            long arrivals = submissions.getOrDefault(id.toString(), 0L);
            if (arrivals == 0 && delivered.contains(new Delivery(id, "cap"))) {
                lost++;
            }
            if (arrivals > 1) {
                doubledCap += arrivals - 1;
                unexplained += excused.contains(new Delivery(id, "cap")) ? 0 : arrivals - 1;
            }
        }

        long doubledKapture = 0;
        long customersTwice = 0;
        List<Call> calls = cluster.partners().kapture().calls();
        Map<String, Long> writes = acceptedByKey(calls, Set.of("add", "update"));
        Map<String, Long> adds = acceptedByKey(calls, Set.of("add"));
        Map<String, List<UUID>> persons = stored.keySet().stream().collect(groupingBy(stored::get));
        for (Map.Entry<String, List<UUID>> person : persons.entrySet()) {
            long due = person.getValue().stream()
                    .filter(id -> delivered.contains(new Delivery(id, "kapture")))
                    .count();
            long arrivals = writes.getOrDefault(person.getKey(), 0L);
            lost += Math.max(0, due - arrivals);
            customersTwice += Math.max(0, adds.getOrDefault(person.getKey(), 0L) - 1);
            if (arrivals > due) {
                doubledKapture += arrivals - due;
                boolean hasExcuse =
                        person.getValue().stream().anyMatch(id -> excused.contains(new Delivery(id, "kapture")));
                unexplained += hasExcuse ? 0 : arrivals - due;
            }
        }
        return new Verdict(
                load.leads(),
                lost,
                stuck,
                deliveries.stream()
                        .filter(ended -> ended.status().equals("HELD"))
                        .count(),
                count(CONSERVATION, load, false),
                doubledCap,
                doubledKapture,
                customersTwice,
                unexplained,
                overlaps() - overlapsBefore,
                violations() - violationsBefore,
                count(LATE, load, true),
                notes);
    }

    private void awaitSettled(Load load, int leastLate, Duration bound) {
        try {
            Awaitility.await()
                    .atMost(bound)
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> count(OPEN, load, true) == 0 && count(LATE, load, true) >= leastLate);
        } catch (ConditionTimeoutException stuck) {
            // the verdict says how many
        }
    }

    private long count(String sql, Load load, boolean ofTheLoad) {
        var query = cluster.jdbc().sql(sql);
        return (ofTheLoad ? query.param("email", load.emailPattern()) : query)
                .query(Long.class)
                .single();
    }

    private List<Ended> ended(Load load) {
        return cluster.jdbc()
                .sql(ENDED)
                .param("email", load.emailPattern())
                .query((row, number) -> new Ended(
                        new Delivery(row.getObject("lead_id", UUID.class), row.getString("destination")),
                        row.getString("status")))
                .list();
    }

    private Set<Delivery> excused(Load load) {
        return new HashSet<>(cluster.jdbc()
                .sql(EXCUSED)
                .param("email", load.emailPattern())
                .query((row, number) ->
                        new Delivery(row.getObject("lead_id", UUID.class), row.getString("destination")))
                .list());
    }

    private static Map<String, Long> acceptedByKey(List<Call> calls, Set<String> operations) {
        Map<String, Long> counts = new HashMap<>();
        for (Call call : calls) {
            if (call.accepted() && operations.contains(call.operation())) {
                call.keys().forEach(key -> counts.merge(key, 1L, Long::sum));
            }
        }
        return counts;
    }
}
