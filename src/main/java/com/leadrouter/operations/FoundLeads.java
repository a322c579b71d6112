package com.leadrouter.operations;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import com.leadrouter.delivery.DeliveryStatus;
import com.leadrouter.delivery.LeadStatus;
import com.leadrouter.delivery.Outcome;
import com.leadrouter.lead.DestinationName;
import com.leadrouter.lead.Disposition;
import com.leadrouter.lead.LeadId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Looks up what a search shows of leads. */
@Component
final class FoundLeads {

    // The limit has each looked up by its id, in one partition, whatever the planner thinks of the rest.
    static final String LEADS = """
            select l.*
            from unnest(:ids::uuid[]) as found(id)
            cross join lateral (
                select l.id, l.source, l.received_at, l.disposition, l.campaign,
                    l.document #>> '{contact,firstName}' as first_name,
                    l.document #>> '{contact,lastName}' as last_name,
                    l.document #>> '{contact,emailAddress}' as email_address,
                    l.document #>> '{contact,phoneNumber}' as phone_number,
                    l.document ->> 'enquiryType' as enquiry_type,
                    l.document #>> '{vehicle,name}' as vehicle
                from lead l
                where l.id = found.id
                limit 1) as l
            """;

    static final String DELIVERIES = """
            select d.*
            from unnest(:ids::uuid[]) as found(id)
            cross join lateral (
                select d.lead_id, d.destination, d.status, d.outcome, d.http_status, d.tries, d.external_id,
                    case when d.leased_until is null then d.due_at end as next_at
                from delivery d
                where d.lead_id = found.id
                order by d.destination
                limit 1000) as d
            """;

    private final JdbcClient jdbc;
    private final KnownDestinations destinations;

    FoundLeads(JdbcClient jdbc, KnownDestinations destinations) {
        this.jdbc = jdbc;
        this.destinations = destinations;
    }

    /** What is shown of them, newest first. */
    List<FoundLead> of(Collection<LeadId> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        UUID[] keys = ids.stream().map(LeadId::value).toArray(UUID[]::new);
        Map<LeadId, List<FoundLead.Delivery>> deliveries = deliveries(keys);
        return jdbc.sql(LEADS).param("ids", keys).query((row, number) -> lead(row, deliveries)).list().stream()
                .sorted(Comparator.comparing(FoundLead::leadId).reversed())
                .toList();
    }

    private Map<LeadId, List<FoundLead.Delivery>> deliveries(UUID[] keys) {
        record Row(LeadId lead, FoundLead.Delivery delivery) {}
        List<DestinationName> stopped = destinations.stopped();
        return jdbc
                .sql(DELIVERIES)
                .param("ids", keys)
                .query((row, number) ->
                        new Row(new LeadId(row.getObject("lead_id", UUID.class)), delivery(row, stopped)))
                .list()
                .stream()
                .collect(groupingBy(Row::lead, mapping(Row::delivery, toList())));
    }

    private static FoundLead lead(ResultSet row, Map<LeadId, List<FoundLead.Delivery>> deliveries) throws SQLException {
        LeadId id = new LeadId(row.getObject("id", UUID.class));
        List<FoundLead.Delivery> ofIt = deliveries.getOrDefault(id, List.of());
        return new FoundLead(
                id,
                row.getString("source"),
                LeadStatus.of(
                        Disposition.valueOf(row.getString("disposition")),
                        ofIt.stream().map(FoundLead.Delivery::status).toList()),
                row.getObject("received_at", OffsetDateTime.class).toInstant(),
                row.getString("first_name"),
                row.getString("last_name"),
                row.getString("email_address"),
                row.getString("phone_number"),
                row.getString("campaign"),
                row.getString("enquiry_type"),
                row.getString("vehicle"),
                ofIt);
    }

    private static FoundLead.Delivery delivery(ResultSet row, List<DestinationName> stopped) throws SQLException {
        DestinationName destination = new DestinationName(row.getString("destination"));
        DeliveryStatus stored = DeliveryStatus.valueOf(row.getString("status"));
        boolean held = stored == DeliveryStatus.PENDING && stopped.contains(destination);
        return new FoundLead.Delivery(
                destination,
                held ? DeliveryStatus.HELD : stored,
                outcome(row.getString("outcome")),
                row.getObject("http_status", Integer.class),
                row.getInt("tries"),
                held ? null : instant(row, "next_at"),
                row.getString("external_id"));
    }

    private static @Nullable Outcome outcome(@Nullable String word) {
        return word == null ? null : Outcome.valueOf(word);
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime moment = row.getObject(column, OffsetDateTime.class);
        return moment == null ? null : moment.toInstant();
    }
}
