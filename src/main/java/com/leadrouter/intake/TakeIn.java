package com.leadrouter.intake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.leadrouter.delivery.Outbox;
import com.leadrouter.intake.Taken.KeyReused;
import com.leadrouter.intake.Taken.Replayed;
import com.leadrouter.intake.Taken.Stored;
import com.leadrouter.lead.DestinationName;
import com.leadrouter.lead.Lead;
import com.leadrouter.lead.LeadId;
import com.leadrouter.platform.DataErrors;
import com.leadrouter.platform.GroupWriter;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Makes arrivals durable: lead, deliveries and idempotency key in one statement and one commit, those that pile up
 * meanwhile together in the next. Two equal keys, in one group or over replicas, store one lead; the database decides.
 */
@Component
final class TakeIn implements Acceptance {

    // A conflict says "do update … returning", for "do nothing" returns no row to the loser. Keys are sorted, so that
    // two groups lock them in the same order. Whether a key has expired is asked at one moment for all its columns:
    // clock_timestamp() moves on between them.
    private static final String STORE = """
            with accepted as materialized (
                select clock_timestamp() as at
            ),
            arrival as materialized (
                select a.*, new_lead_id(at, place::int) as id, at
                from accepted, unnest(
                    :sources::text[], :kinds::text[], :keys::text[], :hashes::text[], :routes::text[],
                    :destinations::text[], :emails::text[], :phones::text[], :campaigns::text[], :documents::text[])
                    with ordinality as a(source, kind, key, hash, route, destinations, email, phone, campaign,
                        document, place)
            ),
            known as (
                insert into intake_key as k (source, kind, key, lead_id, content_hash, expires_at)
                select source, kind, key, id, decode(hash, 'hex'), at + :keep * interval '1 second'
                from arrival
                where key is not null
                order by source, kind, key
                on conflict (source, kind, key) do update set
                    lead_id = case when k.expires_at < statement_timestamp() then excluded.lead_id else k.lead_id end,
                    content_hash =
                        case when k.expires_at < statement_timestamp() then excluded.content_hash else k.content_hash end,
                    expires_at =
                        case when k.expires_at < statement_timestamp() then excluded.expires_at else k.expires_at end
                returning source, kind, key, lead_id, content_hash
            ),
            decided as materialized (
                select a.*, coalesce(k.lead_id, a.id) as lead_id, encode(k.content_hash, 'hex') as known_hash
                from arrival a
                left join known k using (source, kind, key)
            ),
            stored as (
                insert into lead (id, source, received_at, disposition, route, destinations, email, phone, campaign,
                    document)
                select id, source, at, case when destinations = '' then 'UNROUTED' else 'ROUTED' end, route,
                    string_to_array(destinations, ','), email, phone, campaign, document::jsonb
                from decided
                where lead_id = id
            ),
            outbox as (
                insert into delivery (lead_id, destination, due_at, age_from, phone_key, email_key)
                select d.id, e.destination, d.at, d.at, e.phone_key, e.email_key
                from decided d
                join unnest(:entryPlaces::int[], :entryDestinations::text[], :phoneKeys::text[], :emailKeys::text[])
                    as e(place, destination, phone_key, email_key) on e.place = d.place
                where d.lead_id = d.id
            )
            select lead_id, lead_id = id as is_new, known_hash
            from decided
            order by place
            """;

    private static final Logger log = LoggerFactory.getLogger(TakeIn.class);

    private static final int WRITERS = 2;
    private static final int LARGEST_GROUP = 256;

    /** A few groups; who comes beyond that is better told to come again than left to wait. */
    private static final int MOST_WAITING = 1500;

    /** With the second that a connection is waited for afterwards it stays below two. */
    private static final Duration PATIENCE = Duration.ofMillis(800);

    private record Row(
            LeadId leadId, boolean isNew, @Nullable String knownHash) {}

    private final JdbcClient jdbc;
    private final ObjectMapper json;
    private final Outbox outbox;
    private final long keepKeysSeconds;
    private final GroupWriter<Arrival, Taken> writer;

    TakeIn(JdbcClient jdbc, ObjectMapper json, Outbox outbox, IntakeSettings settings) {
        this.jdbc = jdbc;
        this.json = json;
        this.outbox = outbox;
        this.keepKeysSeconds = settings.idempotency().toSeconds();
        this.writer = new GroupWriter<>(
                "take-in", WRITERS, LARGEST_GROUP, MOST_WAITING, this::store, DataErrors::isDataError);
    }

    /** Returns once the arrival is committed; {@link org.springframework.dao.DataAccessException} where it may not be. */
    @Override
    public Taken take(Arrival arrival) {
        Taken taken = writer.write(arrival, PATIENCE);
        if (taken instanceof Stored(LeadId leadId)) {
            outbox.ring(arrival.decision().destinations());
            MDC.put("leadId", leadId.toString());
            log.info(
                    "accepted from {} for {}",
                    arrival.lead().source(),
                    arrival.decision().destinations());
            MDC.remove("leadId");
        }
        return taken;
    }

    private List<Taken> store(List<Arrival> group) {
        // One statement cannot touch a key twice: the first arrival of a key stands for those that repeat it.
        Map<Object, Integer> places = new HashMap<>();
        List<Arrival> first = new ArrayList<>();
        List<Integer> placeOf = new ArrayList<>();
        for (Arrival arrival : group) {
            Object key = arrival.key().isPresent()
                    ? List.of(arrival.lead().source(), arrival.key().get())
                    : new Object();
            Integer place = places.putIfAbsent(key, first.size());
            if (place == null) {
                placeOf.add(first.size());
                first.add(arrival);
            } else {
                placeOf.add(place);
            }
        }
        List<Row> rows = insert(first);
        List<Taken> results = new ArrayList<>();
        for (int i = 0; i < group.size(); i++) {
            Arrival arrival = group.get(i);
            int place = placeOf.get(i);
            boolean wasFirst = placeOf.indexOf(place) == i;
            results.add(taken(arrival, rows.get(place), wasFirst));
        }
        return results;
    }

    private static Taken taken(Arrival arrival, Row row, boolean wasFirst) {
        if (row.isNew() && wasFirst) {
            return new Stored(row.leadId());
        }
        return arrival.contentHash().equals(row.knownHash()) ? new Replayed(row.leadId()) : new KeyReused();
    }

    private List<Row> insert(List<Arrival> arrivals) {
        record Placed(int place, Outbox.Entry entry) {}
        List<Placed> entries = new ArrayList<>();
        for (int i = 0; i < arrivals.size(); i++) {
            Arrival arrival = arrivals.get(i);
            for (Outbox.Entry entry :
                    outbox.entries(arrival.lead(), arrival.decision().destinations())) {
                entries.add(new Placed(i + 1, entry));
            }
        }
        return jdbc.sql(STORE)
                .param("keep", keepKeysSeconds)
                .param("sources", column(arrivals, a -> a.lead().source()))
                .param(
                        "kinds",
                        column(
                                arrivals,
                                a -> a.key().map(key -> key.kind().name()).orElse(null)))
                .param(
                        "keys",
                        column(arrivals, a -> a.key().map(IdempotencyKey::value).orElse(null)))
                .param("hashes", column(arrivals, a -> a.contentHash()))
                .param("routes", column(arrivals, a -> a.decision().route()))
                .param("destinations", column(arrivals, TakeIn::destinations))
                .param(
                        "emails",
                        column(arrivals, a -> lowerCase(a.lead().contact().emailAddress())))
                .param("phones", column(arrivals, a -> a.lead().contact().phoneNumber()))
                .param("campaigns", column(arrivals, a -> a.lead().campaignId()))
                .param("documents", column(arrivals, a -> document(a.lead())))
                .param("entryPlaces", entries.stream().map(Placed::place).toArray(Integer[]::new))
                .param(
                        "entryDestinations",
                        column(entries, e -> e.entry().destination().value()))
                .param("phoneKeys", column(entries, e -> e.entry().phoneKey()))
                .param("emailKeys", column(entries, e -> e.entry().emailKey()))
                .query(TakeIn::row)
                .list();
    }

    private static <T> @Nullable String[] column(List<T> rows, Function<T, @Nullable String> value) {
        @Nullable String[] column = new String[rows.size()];
        for (int i = 0; i < column.length; i++) {
            column[i] = value.apply(rows.get(i));
        }
        return column;
    }

    private static String destinations(Arrival arrival) {
        return arrival.decision().destinations().stream()
                .map(DestinationName::value)
                .collect(Collectors.joining(","));
    }

    private static @Nullable String lowerCase(@Nullable String email) {
        return email == null ? null : email.toLowerCase(Locale.ROOT);
    }

    private static Row row(ResultSet row, int number) throws SQLException {
        return new Row(
                new LeadId(row.getObject("lead_id", UUID.class)),
                row.getBoolean("is_new"),
                row.getString("known_hash"));
    }

    private String document(Lead lead) {
        try {
            return json.writeValueAsString(lead);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a lead that cannot be written as JSON", e);
        }
    }
}
