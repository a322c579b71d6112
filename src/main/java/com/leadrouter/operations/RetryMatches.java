package com.leadrouter.operations;

import com.leadrouter.delivery.DeliveryStatus;
import com.leadrouter.delivery.Destinations;
import com.leadrouter.delivery.Resending.Found;
import com.leadrouter.lead.DestinationName;
import com.leadrouter.lead.LeadId;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Finds what a {@link RetryFilter} asks for: one look for each destination along the index of each kind of status. */
@Component
final class RetryMatches {

    private static final String MATCHING = """
            select d.destination, d.lead_id, d.status, d.attempt
            from delivery d
            join lead l on l.id = d.lead_id
            where d.destination = :destination%d and d.status in (%s) and d.leased_until is null
              and l.disposition <> 'ERASED'%s
            """;

    private static final String COUNT = """
            select count(*)
            from (%s) as matching
            """;

    private static final String FIND = """
            select *
            from (%s) as matching
            limit %d
            """;

    private static final String KEEP = """
            insert into retry_job_item (job_id, destination, lead_id, status, attempt)
            select :job, destination, lead_id, status, attempt
            from (%s) as matching
            """;

    // Literals, and the words of the partial indexes: else the planner cannot tell that they serve.
    private static final Set<DeliveryStatus> FOR_A_PERSON =
            EnumSet.of(DeliveryStatus.HELD, DeliveryStatus.DEAD, DeliveryStatus.REJECTED);
    private static final String IS_DUE = " and d.due_at is not null";

    /** The looks, as one statement. */
    record Query(String sql, Map<String, Object> parameters) {}

    private final JdbcClient jdbc;
    private final Destinations destinations;

    RetryMatches(JdbcClient jdbc, Destinations destinations) {
        this.jdbc = jdbc;
        this.destinations = destinations;
    }

    long count(RetryFilter filter) {
        Query query = query(filter);
        return jdbc.sql(COUNT.formatted(query.sql()))
                .params(query.parameters())
                .query(Long.class)
                .single();
    }

    /** No more than so many of them, as they stand now. */
    List<Found> find(RetryFilter filter, int most) {
        Query query = query(filter);
        return jdbc.sql(FIND.formatted(query.sql(), most))
                .params(query.parameters())
                .query((row, number) -> new Found(
                        new LeadId(row.getObject("lead_id", UUID.class)),
                        new DestinationName(row.getString("destination")),
                        DeliveryStatus.valueOf(row.getString("status")),
                        row.getInt("attempt")))
                .list();
    }

    /** Keeps all of them, as they stand now, for a job; answers how many. */
    int keep(RetryFilter filter, UUID job) {
        Query query = query(filter);
        return jdbc.sql(KEEP.formatted(query.sql()))
                .params(query.parameters())
                .param("job", job)
                .update();
    }

    Query query(RetryFilter filter) {
        Map<String, Object> parameters = new LinkedHashMap<>();
        StringBuilder further = new StringBuilder();
        add(
                further,
                parameters,
                "outcome",
                filter.outcome() == null ? null : filter.outcome().name(),
                " and d.outcome = :outcome");
        add(further, parameters, "campaign", filter.campaignId(), " and l.campaign = :campaign");
        add(
                further,
                parameters,
                "message",
                filter.message(),
                " and coalesce(d.errors #>> '{0,message}', d.outcome) = :message");
        add(
                further,
                parameters,
                "from",
                moment(filter.from()),
                " and d.lead_id >= lead_id_floor(:from) and l.id >= lead_id_floor(:from)");
        add(
                further,
                parameters,
                "to",
                moment(filter.to()),
                " and d.lead_id < lead_id_floor(:to) and l.id < lead_id_floor(:to)");
        List<DestinationName> asked = filter.destination() == null
                ? destinations.names().stream().sorted().toList()
                : List.of(filter.destination());
        List<String> looks = new ArrayList<>();
        for (int i = 0; i < asked.size(); i++) {
            parameters.put("destination" + i, asked.get(i).value());
            looks.addAll(looks(i, statuses(filter.status(), asked.get(i)), further.toString()));
        }
        return new Query(String.join("union all\n", looks), parameters);
    }

    private static void add(
            StringBuilder further,
            Map<String, Object> parameters,
            String name,
            @Nullable Object value,
            String condition) {
        if (value != null) {
            parameters.put(name, value);
            further.append(condition);
        }
    }

    private static @Nullable Object moment(@Nullable Instant at) {
        return at == null ? null : at.atOffset(ZoneOffset.UTC);
    }

    /** Those in the table that are shown as what is asked for: while the destination is stopped, what is due is HELD. */
    private Set<DeliveryStatus> statuses(@Nullable DeliveryStatus shown, DestinationName destination) {
        if (shown == null) {
            return FOR_A_PERSON;
        }
        boolean stopped = destinations.statusOfNew(destination) == DeliveryStatus.HELD;
        return switch (shown) {
            case PENDING -> stopped ? EnumSet.noneOf(DeliveryStatus.class) : EnumSet.of(DeliveryStatus.PENDING);
            case HELD ->
                stopped ? EnumSet.of(DeliveryStatus.HELD, DeliveryStatus.PENDING) : EnumSet.of(DeliveryStatus.HELD);
            case DELIVERED, REJECTED, DEAD, CANCELLED -> EnumSet.of(shown);
        };
    }

    private static List<String> looks(int destination, Set<DeliveryStatus> statuses, String further) {
        List<String> looks = new ArrayList<>();
        Set<DeliveryStatus> forAPerson = copy(statuses);
        forAPerson.retainAll(FOR_A_PERSON);
        if (!forAPerson.isEmpty()) {
            looks.add(MATCHING.formatted(destination, literals(forAPerson), further));
        }
        if (statuses.contains(DeliveryStatus.PENDING)) {
            looks.add(MATCHING.formatted(destination, literals(EnumSet.of(DeliveryStatus.PENDING)), IS_DUE + further));
        }
        if (statuses.contains(DeliveryStatus.CANCELLED) || statuses.isEmpty()) {
            // Nothing is asked of an empty set, yet the statement has to be one.
            looks.add(MATCHING.formatted(
                    destination,
                    literals(EnumSet.of(DeliveryStatus.CANCELLED)),
                    statuses.isEmpty() ? " and false" : further));
        }
        return looks;
    }

    private static Set<DeliveryStatus> copy(Set<DeliveryStatus> statuses) {
        EnumSet<DeliveryStatus> copy = EnumSet.noneOf(DeliveryStatus.class);
        copy.addAll(statuses);
        return copy;
    }

    private static String literals(Set<DeliveryStatus> statuses) {
        return statuses.stream().map(status -> "'" + status.name() + "'").collect(Collectors.joining(", "));
    }
}
