package com.leadrouter.intake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.leadrouter.delivery.Outbox;
import com.leadrouter.lead.DestinationName;
import com.leadrouter.lead.Lead;
import com.leadrouter.lead.LeadId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Writes new leads: each with its deliveries, its idempotency key and its duplicate window, all of them in one statement
 * and one commit. What is decided by key and window is decided here, by the database, over all replicas.
 */
@Component
final class NewLeads {

    // A conflict says "do update … returning", for "do nothing" returns no row to the loser. Keys are sorted, and after
    // all of them fingerprints, so that two groups lock them in the same order. Whether a key has expired is asked at
    // one moment for all its columns: clock_timestamp() moves on between them.
    //
    // Only what its key has not shown to be a repeat looks at its window.
    //
    // Spam has windows of its own, under the fingerprint and one byte more: it never makes a duplicate of a lead. What
    // it is told follows all windows, lest a robot that sends twice learns that it was caught.
    static final String STORE = """
            with accepted as materialized (
                select clock_timestamp() as at
            ),
            arrival as materialized (
                select a.*, new_lead_id(at, place::int) as id, at,
                    fingerprint || case when disposition = 'SPAM' then '00' else '' end as opens
                from accepted, unnest(
                    :sources::text[], :kinds::text[], :keys::text[], :hashes::text[], :fingerprints::text[],
                    :windows::bigint[], :dispositions::text[], :routes::text[], :destinations::text[], :emails::text[],
                    :phones::text[], :campaigns::text[], :documents::text[])
                    with ordinality as a(source, kind, key, hash, fingerprint, window_millis, disposition, route,
                        destinations, email, phone, campaign, document, place)
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
            recognised as materialized (
                select a.*, coalesce(k.lead_id, a.id) as lead_id, encode(k.content_hash, 'hex') as known_hash
                from arrival a
                left join known k using (source, kind, key)
            ),
            in_window as (
                insert into intake_fingerprint as f (fingerprint, lead_id, expires_at)
                select distinct on (opens)
                    decode(opens, 'hex'), id, at + window_millis * interval '1 millisecond'
                from recognised
                where opens is not null and lead_id = id
                order by opens, place
                on conflict (fingerprint) do update set (lead_id, expires_at) = (
                    select case when is_over then excluded.lead_id else f.lead_id end,
                        case when is_over then excluded.expires_at else f.expires_at end
                    from (
                        select f.expires_at < statement_timestamp() or window_is_void(f.lead_id) as is_over
                        offset 0 -- so that it is asked once for both columns
                    ) as window_now
                )
                returning encode(fingerprint, 'hex') as opens, lead_id as first_id
            ),
            decided as materialized (
                select r.*,
                    case when disposition <> 'SPAM' then nullif(w.first_id, r.id) end as duplicate_of,
                    case when disposition = 'SPAM' then coalesce(
                        (
                            select f.lead_id
                            from intake_fingerprint f
                            where f.fingerprint in (decode(r.fingerprint, 'hex'), decode(r.opens, 'hex'))
                                and f.expires_at >= statement_timestamp()
                                and f.lead_id < r.lead_id
                            order by f.lead_id
                            limit 1
                        ),
                        nullif(w.first_id, r.lead_id)
                    ) end as told_duplicate_of
                from recognised r
                left join in_window w using (opens)
            ),
            stored as (
                insert into lead (id, source, received_at, disposition, duplicate_of, route, destinations, email, phone,
                    campaign, document)
                select id, source, at, case when duplicate_of is null then disposition else 'DUPLICATE' end,
                    duplicate_of, route,
                    string_to_array(case when duplicate_of is null then destinations else '' end, ','),
                    email, phone, campaign, document::jsonb
                from decided
                where lead_id = id
            ),
            outbox as (
                insert into delivery (lead_id, destination, due_at, age_from, phone_key, email_key)
                select d.id, e.destination, d.at, d.at, e.phone_key, e.email_key
                from decided d
                join unnest(:entryPlaces::int[], :entryDestinations::text[], :phoneKeys::text[], :emailKeys::text[])
                    as e(place, destination, phone_key, email_key) on e.place = d.place
                where d.lead_id = d.id and d.duplicate_of is null
            )
            select lead_id, lead_id = id as is_new, known_hash, coalesce(duplicate_of, told_duplicate_of) as duplicate_of
            from decided
            order by place
            """;

    /**
     * What became of an arrival: where it is not new, {@code leadId} had its key before, for the content of this hash.
     * {@code duplicateOf} is what a sender is to be told; of spam nothing but that comes of it.
     */
    record Row(
            LeadId leadId,
            boolean isNew,
            @Nullable String knownHash,
            @Nullable LeadId duplicateOf) {}

    private final JdbcClient jdbc;
    private final ObjectMapper json;
    private final Outbox outbox;
    private final long keepKeysSeconds;

    NewLeads(JdbcClient jdbc, ObjectMapper json, Outbox outbox, IntakeSettings settings) {
        this.jdbc = jdbc;
        this.json = json;
        this.outbox = outbox;
        this.keepKeysSeconds = settings.idempotency().toSeconds();
    }

    /** One row for each arrival, in order; no two of them may have one key. */
    List<Row> insert(List<Arrival> arrivals) {
        record Placed(int place, Outbox.Entry entry) {}
        List<Placed> entries = new ArrayList<>();
        for (int i = 0; i < arrivals.size(); i++) {
            Arrival arrival = arrivals.get(i);
            for (Outbox.Entry entry : outbox.entries(arrival.lead(), arrival.destinations())) {
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
                .param(
                        "fingerprints",
                        column(
                                arrivals,
                                a -> a.fingerprint().map(Fingerprint::hash).orElse(null)))
                .param("windows", arrivals.stream().map(NewLeads::windowMillis).toArray(Long[]::new))
                .param("dispositions", column(arrivals, a -> a.disposition().name()))
                .param("routes", column(arrivals, a -> a.decision().route()))
                .param("destinations", column(arrivals, NewLeads::destinations))
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
                .query(NewLeads::row)
                .list();
    }

    private static <T> @Nullable String[] column(List<T> rows, Function<T, @Nullable String> value) {
        @Nullable String[] column = new String[rows.size()];
        for (int i = 0; i < column.length; i++) {
            column[i] = value.apply(rows.get(i));
        }
        return column;
    }

    private static @Nullable Long windowMillis(Arrival arrival) {
        return arrival.fingerprint()
                .map(fingerprint -> fingerprint.window().toMillis())
                .orElse(null);
    }

    private static String destinations(Arrival arrival) {
        return arrival.destinations().stream().map(DestinationName::value).collect(Collectors.joining(","));
    }

    private static @Nullable String lowerCase(@Nullable String email) {
        return email == null ? null : email.toLowerCase(Locale.ROOT);
    }

    private static Row row(ResultSet row, int number) throws SQLException {
        UUID duplicateOf = row.getObject("duplicate_of", UUID.class);
        return new Row(
                new LeadId(row.getObject("lead_id", UUID.class)),
                row.getBoolean("is_new"),
                row.getString("known_hash"),
                duplicateOf == null ? null : new LeadId(duplicateOf));
    }

    private String document(Lead lead) {
        try {
            return json.writeValueAsString(lead);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a lead that cannot be written as JSON", e);
        }
    }
}
