package com.leadrouter.operations;

import com.leadrouter.lead.DestinationName;
import com.leadrouter.lead.LeadId;
import java.sql.Types;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Holds leads against a whole search, each looked up by its id. */
@Component
final class MatchingLeads {

    // LeadStatus and DeliveryStatus say the same in Java. The limit has each lead looked up by its id, whatever the
    // planner
    // thinks of the rest.
    static final String MATCHING = """
            select candidate.id
            from unnest(:ids::uuid[]) as candidate(id)
            cross join lateral (
                select l.source, l.disposition, l.email, l.phone, l.document
                from lead l
                where l.id = candidate.id
                limit 1) as l
            cross join lateral (
                select count(*) as deliveries, count(*) filter (where d.status in ('PENDING', 'HELD')) as open,
                    count(*) filter (where d.status = 'DELIVERED') as delivered,
                    bool_or(
                        (:destination::text is null or d.destination = :destination)
                        and (:outcome::text is null or d.outcome = :outcome)
                        and (:deliveryStatus::text is null or :deliveryStatus = case
                            when d.status = 'PENDING' and d.destination = any (:stopped::text[]) then 'HELD'
                            else d.status end)) as has_one
                from delivery d
                where d.lead_id = candidate.id) as d
            where (:source::text is null or l.source = :source)
              and (not :byDelivery or d.has_one)
              and (:status::text is null or :status = case
                  when l.disposition in ('DUPLICATE', 'SPAM', 'ERASED') then l.disposition
                  when l.disposition = 'UNROUTED' and d.deliveries = 0 then l.disposition
                  when d.open > 0 then 'ACCEPTED'
                  when d.delivered = d.deliveries then 'DELIVERED'
                  when d.delivered > 0 then 'PARTIALLY_DELIVERED'
                  else 'FAILED' end)
              and (not :byTerm
                  or candidate.id = :id
                  or l.email = :email
                  or l.phone = any (:phones::text[])
                  or l.document ->> 'externalReferenceId' = :reference
                  or starts_with(%s, lower(:name::text))
                  or starts_with(%s, lower(:name::text)))
            """.formatted(CandidateStatements.NAME, CandidateStatements.LAST_NAME);

    private final JdbcClient jdbc;
    private final KnownDestinations destinations;

    MatchingLeads(JdbcClient jdbc, KnownDestinations destinations) {
        this.jdbc = jdbc;
        this.destinations = destinations;
    }

    /** Those of them that match, newest first. */
    List<LeadId> among(LeadQuery query, List<LeadId> ids) {
        if (!query.narrows()) {
            return ids;
        }
        @Nullable SearchTerm term = SearchTerm.in(query).orElse(null);
        LeadId id = term == null ? null : term.id();
        return jdbc
                .sql(MATCHING)
                .param("ids", ids.stream().map(LeadId::value).toArray(UUID[]::new))
                .param("status", name(query.status()), Types.VARCHAR)
                .param("source", query.source(), Types.VARCHAR)
                .param("byDelivery", query.asksForDeliveries())
                .param(
                        "destination",
                        query.destination() == null ? null : query.destination().value(),
                        Types.VARCHAR)
                .param("deliveryStatus", name(query.deliveryStatus()), Types.VARCHAR)
                .param("outcome", name(query.outcome()), Types.VARCHAR)
                .param(
                        "stopped",
                        destinations.stopped().stream()
                                .map(DestinationName::value)
                                .toArray(String[]::new))
                .param("byTerm", term != null)
                .param("id", id == null ? null : id.value(), Types.OTHER)
                .param("email", term == null ? null : term.email(), Types.VARCHAR)
                .param("phones", term == null ? new String[0] : term.phones().toArray(String[]::new))
                .param("reference", term == null ? null : term.reference(), Types.VARCHAR)
                .param("name", term == null ? null : term.name(), Types.VARCHAR)
                .query((row, number) -> new LeadId(row.getObject(1, UUID.class)))
                .list()
                .stream()
                .sorted(Comparator.reverseOrder())
                .toList();
    }

    private static @Nullable String name(@Nullable Enum<?> word) {
        return word == null ? null : word.name();
    }
}
