package com.leadrouter.kapture;

import com.leadrouter.lead.DestinationName;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What Kapture itself tells of its customers, in pulls and Gets, written into {@code kapture_customer} many at a time.
 * Newer knowledge is never overwritten by older: neither a later change by an earlier, nor what a delivery has told
 * since the question was asked. Told again, it changes nothing.
 */
@Component
final class ToldCustomers {

    // A statement of its own, so that TAKE sees what others have written while this one waited for them.
    private static final String LOCK = """
            select customer_id
            from kapture_customer
            where destination = :destination
              and customer_id = any(:ids::bigint[])
            order by customer_id
            for update
            """;

    // What Kapture leaves blank or masks is no knowledge: its answers leave out what it has (Kapture contract,
    // section 6).
    private static final String TAKE = """
            with told as materialized (
                select t.customer_id, t.name, t.phone, t.email, t.created_at, t.modified_at, t.deleted,
                    decode(t.phone_hash, 'hex') as phone_hash, decode(t.email_hash, 'hex') as email_hash,
                    k.customer_id is null as new,
                    k.pull_id is null or k.pull_id is distinct from :pull as counts,
                    coalesce(k.name <> t.name, false)
                        or coalesce(k.phone <> t.phone, k.phone_hash <> decode(t.phone_hash, 'hex'), false)
                        or coalesce(k.email <> t.email, k.email_hash <> decode(t.email_hash, 'hex'), false)
                        or t.deleted <> (k.gone_at is not null) as differs,
                    coalesce(k.seen_at <= :asked and coalesce(t.modified_at >= k.modified_at, true), true) as newer,
                    coalesce(k.explained, false)
                        or exists (select from lead l where l.phone = t.phone)
                        or exists (select from lead l where l.email = t.email)
                        or exists (
                            select from delivery d
                            where d.destination = :destination and d.external_id = t.customer_id::text) as explained
                from unnest(
                    :ids::bigint[], :names::text[], :phones::text[], :emails::text[], :phoneHashes::text[],
                    :emailHashes::text[], :created::timestamptz[], :modified::timestamptz[], :deleted::boolean[])
                    as t(customer_id, name, phone, email, phone_hash, email_hash, created_at, modified_at, deleted)
                left join kapture_customer k on k.destination = :destination and k.customer_id = t.customer_id
            ),
            written as (
                insert into kapture_customer as known (
                    destination, customer_id, name, phone, email, phone_hash, email_hash, explained,
                    created_at, modified_at, seen_at, confirmed_at, gone_at, pull_id)
                select :destination, customer_id,
                    case when explained then name end,
                    case when explained then phone end,
                    case when explained then email end,
                    case when not explained then phone_hash end,
                    case when not explained then email_hash end,
                    explained, created_at, modified_at, :asked,
                    case when not deleted then :asked end, case when deleted then :asked end, :pull
                from told
                order by customer_id
                on conflict (destination, customer_id) do update
                set (name, phone, email, phone_hash, email_hash) = (
                        select
                            case when t.newer then coalesce(excluded.name, known.name) else known.name end,
                            case when t.newer then coalesce(excluded.phone, known.phone) else known.phone end,
                            case when t.newer then coalesce(excluded.email, known.email) else known.email end,
                            case
                                when excluded.phone is not null then null
                                when t.newer then coalesce(excluded.phone_hash, known.phone_hash)
                                else known.phone_hash end,
                            case
                                when excluded.email is not null then null
                                when t.newer then coalesce(excluded.email_hash, known.email_hash)
                                else known.email_hash end
                        from told t
                        where t.customer_id = known.customer_id),
                    explained = known.explained or excluded.explained,
                    created_at = coalesce(known.created_at, excluded.created_at),
                    modified_at = greatest(known.modified_at, excluded.modified_at),
                    seen_at = greatest(known.seen_at, excluded.seen_at),
                    confirmed_at = greatest(known.confirmed_at, excluded.confirmed_at),
                    gone_at = case
                        when known.seen_at > excluded.seen_at then known.gone_at
                        when excluded.gone_at is not null then coalesce(known.gone_at, excluded.gone_at) end,
                    pull_id = coalesce(excluded.pull_id, known.pull_id)
            )
            select count(*) filter (where counts) as customers,
                count(*) filter (where counts and new) as new,
                count(*) filter (where counts and not new and newer and differs) as changed
            from told
            """;

    // Nobody told of it before where an earlier delivery could not note it.
    private static final String GONE = """
            insert into kapture_customer as known (destination, customer_id, seen_at, gone_at)
            values (:destination, :id, :asked, :asked)
            on conflict (destination, customer_id) do update
            set gone_at = coalesce(known.gone_at, excluded.gone_at), seen_at = excluded.seen_at
            where known.seen_at <= excluded.seen_at
            """;

    private static final String DROP = """
            with old as materialized (
                select destination, customer_id
                from kapture_customer
                where seen_at < statement_timestamp() - :retention * interval '1 millisecond'
                order by seen_at
                limit :most
                for update skip locked
            )
            delete from kapture_customer k
            using old o
            where k.destination = o.destination and k.customer_id = o.customer_id
            """;

    /** How many were told of for the first time in that pull, how many of them we had not known, and known otherwise. */
    record Counts(int customers, int added, int changed) {}

    private static final int LONGEST_NAME = 300;
    private static final int LONGEST_EMAIL = 254;

    private final JdbcClient jdbc;
    private final PersonHashes hashes;

    ToldCustomers(JdbcClient jdbc, PersonHashes hashes) {
        this.jdbc = jdbc;
        this.hashes = hashes;
    }

    /** Notes what was told in the answer to a question of that moment; {@code pull} is null where it was a Get. */
    Counts take(DestinationName destination, @Nullable UUID pull, Instant asked, Collection<RemoteCustomer> customers) {
        List<RemoteCustomer> told = List.copyOf(newestOfEach(customers));
        Long[] ids = told.stream().map(customer -> customer.id().value()).toArray(Long[]::new);
        jdbc.sql(LOCK)
                .param("destination", destination.value())
                .param("ids", ids)
                .query(Long.class)
                .list();
        return jdbc.sql(TAKE)
                .param("destination", destination.value())
                .param("pull", pull, Types.OTHER)
                .param("asked", asked.atOffset(ZoneOffset.UTC))
                .param("ids", ids)
                .param("names", texts(told, customer -> name(customer.name())))
                .param("phones", texts(told, RemoteCustomer::phone))
                .param("emails", texts(told, customer -> email(customer.email())))
                .param("phoneHashes", texts(told, customer -> hashes.ofPhone(customer.phone())))
                .param("emailHashes", texts(told, customer -> hashes.ofEmail(email(customer.email()))))
                .param("created", texts(told, customer -> text(customer.createdAt())))
                .param("modified", texts(told, customer -> text(customer.modifiedAt())))
                .param("deleted", told.stream().map(RemoteCustomer::deleted).toArray(Boolean[]::new))
                .query((row, number) -> new Counts(row.getInt("customers"), row.getInt("new"), row.getInt("changed")))
                .single();
    }

    // One statement cannot write a row twice.
    private static Collection<RemoteCustomer> newestOfEach(Collection<RemoteCustomer> customers) {
        Map<CustomerId, RemoteCustomer> newest = new LinkedHashMap<>();
        customers.forEach(customer -> newest.merge(
                customer.id(), customer, (one, other) -> isAfter(one.modifiedAt(), other.modifiedAt()) ? one : other));
        return newest.values();
    }

    private static boolean isAfter(@Nullable Instant one, @Nullable Instant other) {
        return one != null && other != null && one.isAfter(other);
    }

    private static @Nullable String[] texts(
            List<RemoteCustomer> customers, Function<RemoteCustomer, @Nullable String> value) {
        return customers.stream().map(value).toArray(String[]::new);
    }

    // What Kapture takes for a name or an address may be more than an index, or PostgreSQL at all, can hold.
    private static @Nullable String name(@Nullable String name) {
        return name == null ? null : first(name.replace("\0", ""), LONGEST_NAME);
    }

    private static String first(String text, int characters) {
        return text.codePointCount(0, text.length()) <= characters
                ? text
                : text.substring(0, text.offsetByCodePoints(0, characters));
    }

    private static @Nullable String email(@Nullable String email) {
        return email == null || email.length() > LONGEST_EMAIL || email.indexOf('\0') >= 0 ? null : email;
    }

    private static @Nullable String text(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }

    /** Notes that Kapture, asked at that moment, did not have the customer. */
    void gone(DestinationName destination, CustomerId id, Instant asked) {
        jdbc.sql(GONE)
                .param("destination", destination.value())
                .param("id", id.value())
                .param("asked", asked.atOffset(ZoneOffset.UTC))
                .update();
    }

    /** Drops some of those that nothing has told of for so long; answers how many. */
    int drop(Duration retention, int most) {
        return jdbc.sql(DROP)
                .param("retention", retention.toMillis())
                .param("most", most)
                .update();
    }
}
