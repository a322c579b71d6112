package com.leadrouter.kapture;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import com.leadrouter.kapture.CustomerPage.Entry;
import com.leadrouter.kapture.CustomerPage.Match;
import com.leadrouter.kapture.CustomerPage.MatchedBy;
import com.leadrouter.lead.DestinationName;
import com.leadrouter.lead.LeadId;
import com.leadrouter.lead.PersonHashes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Finds known customers for people to read, a page at a time, each with the leads that it matches. */
@Component
final class CustomerSearch {

    private static final String ALL = """
            select customer_id, name, phone, email, seen_at
            from kapture_customer
            where destination = :destination and customer_id < :after and gone_at is null
            order by customer_id desc
            limit :limit
            """;

    // A part for each index; with "or" PostgreSQL may walk through all customers instead.
    private static final String WITH_VALUE = """
            select customer_id, name, phone, email, seen_at
            from kapture_customer
            where destination = :destination and customer_id < :after and gone_at is null
              and customer_id in (
                  select :id::bigint
                  union all
                  select customer_id from kapture_customer where destination = :destination and phone = :phone
                  union all
                  select customer_id from kapture_customer
                  where destination = :destination and phone_hash = decode(:phoneHash, 'hex')
                  union all
                  select customer_id from kapture_customer where destination = :destination and email = :email
                  union all
                  select customer_id from kapture_customer
                  where destination = :destination and email_hash = decode(:emailHash, 'hex'))
            order by customer_id desc
            limit :limit
            """;

    // One lower bound: of two PostgreSQL may begin at the lower one, and walk through the names between.
    private static final String WITH_NAME = """
            select customer_id, name, phone, email, seen_at
            from kapture_customer
            where destination = :destination and gone_at is null and name is not null
              and lower(name) collate "C" < :to
              and (lower(name) collate "C", customer_id) > (greatest(:from, :afterName), :after)
            order by lower(name) collate "C", customer_id
            limit :limit
            """;

    private static final String NAME_OF = """
            select lower(name)
            from kapture_customer
            where destination = :destination and customer_id = :id and name is not null
            """;

    private static final String MATCHES = """
            select page.customer_id, found.lead_id, min(found.place) as place
            from unnest(:ids::bigint[], :phones::text[], :emails::text[]) as page(customer_id, phone, email)
            cross join lateral (
                (select d.lead_id, 0 as place
                    from delivery d
                    where d.destination = :destination and d.external_id = page.customer_id::text
                    order by d.lead_id desc
                    limit :most)
                union all
                (select l.id, 1
                    from lead l
                    where l.phone = page.phone
                    order by l.id desc
                    limit :most)
                union all
                (select l.id, 2
                    from lead l
                    where l.email = page.email
                    order by l.id desc
                    limit :most)) as found
            group by page.customer_id, found.lead_id
            order by found.lead_id desc
            """;

    /** Of each customer so many of the newest, for each way to match. */
    private static final int MOST_LEADS = 20;

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");
    private static final Pattern PHONE = Pattern.compile("\\+[0-9 ().-]{5,30}");

    private record Found(
            long id,
            @Nullable String name,
            @Nullable String phone,
            @Nullable String email,
            OffsetDateTime seenAt) {}

    private final JdbcClient jdbc;
    private final PersonHashes hashes;

    CustomerSearch(JdbcClient jdbc, PersonHashes hashes) {
        this.jdbc = jdbc;
        this.hashes = hashes;
    }

    CustomerPage page(DestinationName destination, @Nullable String q, @Nullable Long after, int limit) {
        // One more tells whether there is another page.
        List<Found> found = found(destination, q == null ? "" : q.strip(), after, limit + 1);
        List<Found> page = found.subList(0, Math.min(limit, found.size()));
        Map<Long, List<Match>> leads = leads(destination, page);
        return new CustomerPage(
                page.stream()
                        .map(customer -> new Entry(
                                customer.id(),
                                customer.name(),
                                customer.phone(),
                                customer.email(),
                                customer.seenAt().toInstant(),
                                leads.getOrDefault(customer.id(), List.of())))
                        .toList(),
                found.size() > limit ? page.getLast().id() : null);
    }

    private List<Found> found(DestinationName destination, String q, @Nullable Long after, int limit) {
        if (q.isEmpty()) {
            return jdbc.sql(ALL)
                    .param("destination", destination.value())
                    .param("after", after == null ? Long.MAX_VALUE : after)
                    .param("limit", limit)
                    .query(CustomerSearch::found)
                    .list();
        }
        if (NUMBER.matcher(q).matches() || PHONE.matcher(q).matches() || q.contains("@")) {
            return withValue(destination, q, after, limit);
        }
        return withName(destination, q.toLowerCase(Locale.ROOT), after, limit);
    }

    private List<Found> withValue(DestinationName destination, String q, @Nullable Long after, int limit) {
        boolean number = NUMBER.matcher(q).matches();
        @Nullable String phone = number ? e164(q) : q.startsWith("+") ? "+" + q.replaceAll("[^0-9]", "") : null;
        @Nullable String email = q.contains("@") ? q.toLowerCase(Locale.ROOT) : null;
        return jdbc.sql(WITH_VALUE)
                .param("destination", destination.value())
                .param("id", number ? Long.valueOf(q) : null, Types.BIGINT)
                .param("phone", phone, Types.VARCHAR)
                .param("phoneHash", hashes.ofPhone(phone), Types.VARCHAR)
                .param("email", email, Types.VARCHAR)
                .param("emailHash", hashes.ofEmail(email), Types.VARCHAR)
                .param("after", after == null ? Long.MAX_VALUE : after)
                .param("limit", limit)
                .query(CustomerSearch::found)
                .list();
    }

    private static @Nullable String e164(String digits) {
        return KapturePhone.of("+91" + digits).map(KapturePhone::e164).orElse(null);
    }

    // The cursor is an id, so that no name stands in an address.
    private List<Found> withName(DestinationName destination, String prefix, @Nullable Long after, int limit) {
        Optional<String> afterName = after == null ? Optional.of("") : nameOf(destination, after);
        if (afterName.isEmpty()) {
            return List.of();
        }
        return jdbc.sql(WITH_NAME)
                .param("destination", destination.value())
                .param("from", prefix)
                .param("to", prefix + Character.toString(Character.MAX_CODE_POINT))
                .param("afterName", afterName.get())
                .param("after", after == null ? 0L : after)
                .param("limit", limit)
                .query(CustomerSearch::found)
                .list();
    }

    private Optional<String> nameOf(DestinationName destination, long id) {
        return jdbc.sql(NAME_OF)
                .param("destination", destination.value())
                .param("id", id)
                .query(String.class)
                .optional();
    }

    private Map<Long, List<Match>> leads(DestinationName destination, List<Found> page) {
        record Row(long customerId, Match match) {}
        if (page.isEmpty()) {
            return Map.of();
        }
        return jdbc
                .sql(MATCHES)
                .param("destination", destination.value())
                .param("ids", page.stream().map(Found::id).toArray(Long[]::new))
                .param("phones", page.stream().map(Found::phone).toArray(String[]::new))
                .param("emails", page.stream().map(Found::email).toArray(String[]::new))
                .param("most", MOST_LEADS)
                .query((row, number) -> new Row(
                        row.getLong("customer_id"),
                        new Match(
                                new LeadId(row.getObject("lead_id", UUID.class)),
                                MatchedBy.values()[row.getInt("place")])))
                .list()
                .stream()
                .collect(groupingBy(Row::customerId, mapping(Row::match, toList())));
    }

    private static Found found(ResultSet row, int number) throws SQLException {
        return new Found(
                row.getLong("customer_id"),
                row.getString("name"),
                row.getString("phone"),
                row.getString("email"),
                row.getObject("seen_at", OffsetDateTime.class));
    }
}
