package com.leadrouter.delivery;

import com.leadrouter.lead.DestinationName;
import com.leadrouter.lead.LeadId;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Says which destinations have a lead, as far as we know: what is erased here stays there. */
@Component
public final class Arrivals {

    // Whose answer was lost, or is still awaited, may have arrived.
    private static final String OF = """
            select lead_id, destination, external_id,
                case when status = 'DELIVERED' then settled_at else delivered_at end as delivered_at
            from delivery
            where lead_id = any (:leads::uuid[])
              and (status = 'DELIVERED' or delivered_at is not null or uncertain or outcome = 'UNKNOWN' or leased_until is not null)
            order by lead_id, destination
            """;

    /** A destination that has a lead; {@code deliveredAt} is null where it may have it, since an answer was lost. */
    public record Arrival(
            LeadId leadId,
            DestinationName destination,
            @Nullable String externalId,
            @Nullable Instant deliveredAt) {}

    private final JdbcClient jdbc;

    Arrivals(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public List<Arrival> of(Collection<LeadId> leads) {
        return jdbc.sql(OF)
                .param("leads", leads.stream().map(LeadId::toString).toArray(String[]::new))
                .query((row, number) -> new Arrival(
                        new LeadId(row.getObject("lead_id", UUID.class)),
                        new DestinationName(row.getString("destination")),
                        row.getString("external_id"),
                        instant(row.getObject("delivered_at", OffsetDateTime.class))))
                .list();
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime moment) {
        return moment == null ? null : moment.toInstant();
    }
}
