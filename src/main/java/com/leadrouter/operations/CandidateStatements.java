package com.leadrouter.operations;

import com.leadrouter.delivery.DeliveryStatus;
import com.leadrouter.delivery.Outcome;
import com.leadrouter.lead.DestinationName;
import com.leadrouter.lead.LeadId;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.SqlParameterValue;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Finds {@link Candidates}, each kind along an index of its own. */
@Component
final class CandidateStatements {

    // Limits stand in the texts: with a parameter there the planner expects a tenth of the table.

    static final String ALL = """
            select l.id
            from lead l
            where l.id < :before and l.id >= :from
            order by l.id desc
            limit %1$d
            """;

    static final String WITH_DISPOSITION = """
            select l.id
            from lead l
            where l.disposition = :disposition and l.disposition <> 'ROUTED' and l.id < :before and l.id >= :from
            order by l.id desc
            limit %1$d
            """;

    static final String IN_TROUBLE = """
            select distinct d.lead_id
            from delivery d
            where d.status in ('HELD', 'DEAD', 'REJECTED', 'CANCELLED')
              and d.status = any (:statuses::text[])
              and (:destination::text is null or d.destination = :destination)
              and (:outcome::text is null or d.outcome = :outcome)
              and d.lead_id < :before and d.lead_id >= :from
            order by d.lead_id desc
            limit %1$d
            """;

    private static final String WITH_VALUE = """
            %s
            select hit.id
            from (%s) as hit
            group by hit.id
            order by hit.id desc
            limit %%1$d
            """;

    private static final String WITH_ID = """
            (select l.id from lead l where l.id = :id and l.id < :before and l.id >= :from)""";

    private static final String WITH_EMAIL = """
            (select l.id
            from lead l
            where l.email = :email and l.id < :before and l.id >= :from
            order by l.id desc
            limit %1$d)""";

    private static final String WITH_PHONE = """
            (select found.id
            from unnest(:phones::text[]) as asked(phone)
            cross join lateral (
                select l.id
                from lead l
                where l.phone = asked.phone and l.id < :before and l.id >= :from
                order by l.id desc
                limit %1$d) as found)""";

    private static final String WITH_REFERENCE = """
            (select found.id
            from sources s
            cross join lateral (
                select l.id
                from lead l
                where l.source = s.source and l.document ->> 'externalReferenceId' = :reference
                  and l.id < :before and l.id >= :from
                order by l.id desc
                limit %1$d) as found)""";

    // From one source to the next along the index, whatever lies between.
    private static final String SOURCES = """
            with recursive sources as (
                (select l.source from lead l order by l.source limit 1)
                union all
                select (select l.source from lead l where l.source > s.source order by l.source limit 1)
                from sources s
                where s.source is not null
            )""";

    static final String NAME = "lower((l.document #>> '{contact,firstName}') || ' '"
            + " || (l.document #>> '{contact,lastName}')) collate \"C\"";
    static final String LAST_NAME = "lower(l.document #>> '{contact,lastName}') collate \"C\"";

    private static final String NAMED = """
            (select l.id
            from lead l
            where %1$s >= lower(:name::text) and %1$s < lower(:name::text) || :end
              and l.id < :before and l.id >= :from
            limit %%1$d)""";

    static final String OF_SOURCE = """
            select l.id
            from lead l
            where l.source = :source and l.id < :before and l.id >= :from
            limit %1$d
            """;

    // Whatever the outcome: that stands in no index, and few with it among very many would all have to be read.
    static final String PENDING = """
            select found.lead_id
            from unnest(:destinations::text[]) as asked(destination)
            cross join lateral (
                select d.lead_id
                from delivery d
                where d.destination = asked.destination and d.due_at is not null
                  and d.lead_id < :before and d.lead_id >= :from
                order by d.due_at
                limit %1$d) as found
            """;

    // Nothing is delivered before it came: so the index is entered where the time begins.
    static final String DELIVERED = """
            select d.lead_id
            from delivery d
            where d.destination = :destination and d.status = 'DELIVERED' and d.settled_at >= :since
              and d.lead_id < :before and d.lead_id >= :from
            order by d.settled_at
            limit %1$d
            """;

    static final String BY_ID = withValue(WITH_ID, WITH_REFERENCE);
    static final String BY_EMAIL = withValue(WITH_EMAIL, WITH_REFERENCE);
    static final String BY_PHONE = withValue(WITH_PHONE, WITH_REFERENCE);
    static final String BY_NAME = withValue(NAMED.formatted(NAME), NAMED.formatted(LAST_NAME), WITH_REFERENCE);

    /** Where so many have been gathered, it is quicker to look at the newest leads. */
    static final int MOST_GATHERED = 10_000;

    /** The same for what is not gathered along an index alone. */
    static final int MOST_LOOKED_UP = 2_000;

    /** So many at a time, the smallest that will do. */
    static final List<Integer> AT_A_TIME = List.of(100, 1_000, 3_000, 10_000);

    // Of the database's clock before and after a fail-over.
    private static final Duration CLOCKS_APART = Duration.ofMinutes(5);

    private static final String AFTER_ALL_LETTERS = Character.toString(Character.MAX_CODE_POINT);
    private static final LeadId FIRST = new LeadId(new UUID(0, 0));
    private static final LeadId LAST = new LeadId(new UUID(-1, -1));

    private final JdbcClient jdbc;
    private final int mostGathered;
    private final int mostLookedUp;

    @Autowired
    CandidateStatements(JdbcClient jdbc) {
        this(jdbc, MOST_GATHERED, MOST_LOOKED_UP);
    }

    CandidateStatements(JdbcClient jdbc, int mostGathered, int mostLookedUp) {
        this.jdbc = jdbc;
        this.mostGathered = mostGathered;
        this.mostLookedUp = mostLookedUp;
    }

    private static String withValue(String... parts) {
        return WITH_VALUE.formatted(SOURCES, String.join("\nunion all\n", parts));
    }

    /**
     * Those of one stretch of time after the other, each found in the way that suits it; only those stretches are looked at
     * that a lead which the query is about can be in.
     */
    Candidates stretchByStretch(LeadQuery query, Duration length, Function<LeadQuery, Candidates> of) {
        List<LeadId> ends = Stream.of("", "desc")
                .flatMap(order -> ids(
                        "select l.id from lead l where l.id < :before and l.id >= :from order by l.id " + order
                                + " limit %d",
                        1,
                        Map.of(),
                        before(query),
                        from(query))
                        .stream())
                .toList();
        return ends.isEmpty()
                ? Candidates.of(ends)
                : new StretchByStretch(query, length, momentOf(ends.getFirst()), momentOf(ends.getLast()), of);
    }

    private static Instant momentOf(LeadId id) {
        return Instant.ofEpochMilli(id.value().getMostSignificantBits() >>> 16);
    }

    Candidates all(LeadQuery query) {
        return inOrder(query, ALL, Map.of());
    }

    Candidates withDisposition(LeadQuery query, String disposition) {
        return inOrder(query, WITH_DISPOSITION, Map.of("disposition", disposition));
    }

    Candidates inTrouble(
            LeadQuery bounds,
            Collection<DeliveryStatus> statuses,
            @Nullable DestinationName destination,
            @Nullable Outcome outcome) {
        return inOrder(
                bounds,
                IN_TROUBLE,
                Map.of(
                        "statuses",
                        statuses.stream().map(Enum::name).toArray(String[]::new),
                        "destination",
                        text(destination == null ? null : destination.value()),
                        "outcome",
                        text(outcome == null ? null : outcome.name())));
    }

    /** Those with that id, e-mail, phone or reference; the term means no name. */
    Candidates withValue(LeadQuery query, SearchTerm term) {
        if (term.id() != null) {
            return inOrder(query, BY_ID, Map.of("id", term.id().value(), "reference", term.reference()));
        }
        return term.email() == null
                ? inOrder(
                        query,
                        BY_PHONE,
                        Map.of("phones", term.phones().toArray(String[]::new), "reference", term.reference()))
                : inOrder(query, BY_EMAIL, Map.of("email", term.email(), "reference", term.reference()));
    }

    /** Those whose name begins so; nothing where they are too many. */
    Optional<Candidates> named(LeadQuery query, SearchTerm term) {
        return gathered(
                query,
                BY_NAME,
                mostLookedUp,
                Map.of("name", text(term.name()), "end", AFTER_ALL_LETTERS, "reference", term.reference()));
    }

    Optional<Candidates> ofSource(LeadQuery query, String source) {
        return gathered(query, OF_SOURCE, mostGathered, Map.of("source", source));
    }

    Optional<Candidates> pending(LeadQuery bounds, Collection<DestinationName> destinations) {
        return gathered(
                bounds,
                PENDING,
                mostGathered,
                Map.of(
                        "destinations",
                        destinations.stream().map(DestinationName::value).toArray(String[]::new)));
    }

    Optional<Candidates> delivered(LeadQuery bounds, DestinationName destination) {
        return gathered(
                bounds,
                DELIVERED,
                mostLookedUp,
                Map.of(
                        "destination",
                        destination.value(),
                        "since",
                        momentOf(from(bounds)).minus(CLOCKS_APART).atOffset(ZoneOffset.UTC)));
    }

    private Candidates inOrder(LeadQuery query, String sql, Map<String, ?> parameters) {
        return new InOrder(sql, parameters, before(query), from(query));
    }

    private Optional<Candidates> gathered(LeadQuery query, String sql, int most, Map<String, ?> parameters) {
        List<LeadId> ids = ids(sql, most + 1, parameters, before(query), from(query));
        return ids.size() > most ? Optional.empty() : Optional.of(Candidates.of(ids));
    }

    private List<LeadId> ids(String sql, int limit, Map<String, ?> parameters, LeadId before, LeadId from) {
        return jdbc.sql(sql.formatted(limit))
                .params(parameters)
                .param("before", before.value())
                .param("from", from.value())
                .query((row, number) -> new LeadId(row.getObject(1, UUID.class)))
                .list();
    }

    private static LeadId before(LeadQuery query) {
        LeadId to = query.to() == null ? LAST : LeadId.floor(query.to());
        return query.cursor() == null || query.cursor().compareTo(to) > 0 ? to : query.cursor();
    }

    private static LeadId from(LeadQuery query) {
        return query.from() == null ? FIRST : LeadId.floor(query.from());
    }

    private static SqlParameterValue text(@Nullable String value) {
        return new SqlParameterValue(Types.VARCHAR, value);
    }

    /** From page to page of one statement. */
    private final class InOrder implements Candidates {

        private final String sql;
        private final Map<String, ?> parameters;
        private final LeadId from;
        private LeadId before;
        private boolean ended;

        InOrder(String sql, Map<String, ?> parameters, LeadId before, LeadId from) {
            this.sql = sql;
            this.parameters = parameters;
            this.before = before;
            this.from = from;
        }

        @Override
        public List<LeadId> next(int howMany) {
            if (ended) {
                return List.of();
            }
            int limit = AT_A_TIME.stream()
                    .filter(size -> size >= howMany)
                    .findFirst()
                    .orElseGet(AT_A_TIME::getLast);
            List<LeadId> ids = ids(sql, limit, parameters, before, from);
            ended = ids.size() < limit;
            before = ids.isEmpty() ? before : ids.getLast();
            return ids;
        }
    }
}
