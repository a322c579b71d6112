package com.leadrouter.kapture;

import static java.util.stream.Collectors.toMap;

import com.leadrouter.lead.DestinationName;
import com.leadrouter.lead.PersonHashes;
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
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What Kapture itself tells of its customers, in pulls and Gets, written into {@code kapture_customer} many at a time.
 * Newer knowledge is never overwritten by older: neither a later change by an earlier, nor what a delivery has told
 * since the question was asked. Told again, it changes nothing.
 */
@Component
final class ToldCustomers {

    // A statement of its own, so that TAKE sees what others have written while this one waited for them.
    private static final String LOCK = """
            select customer_id, phone, email
            from kapture_customer
            where destination = :destination
              and customer_id = any(:ids::bigint[])
            order by customer_id
            for update
            """;

    // What Kapture leaves blank or masks is no knowledge: its answers leave out what it has (Kapture contract,
    // section 6). Of two answers the one to the later question is newer; Kapture's own times, which are local ones,
    // only
    // order what one question was told. Whom a delivery has told of since is explained though that may not be on record
    // yet. Who was erased, and has no new lead, is nobody: of them not even hashes are kept. Who shares a
    // customer with others has left a name there that may be told again and again; what others have of it is theirs.
    private static final String TAKE = """
            with looked as materialized (
                select t.customer_id, t.name, t.phone, t.email, t.created_at, t.modified_at, t.deleted,
                    decode(t.phone_hash, 'hex') as phone_hash, decode(t.email_hash, 'hex') as email_hash,
                    decode(t.known_phone_hash, 'hex') as known_phone_hash,
                    decode(t.known_email_hash, 'hex') as known_email_hash,
                    k.customer_id is null as new,
                    k.pull_id is null or k.pull_id is distinct from :pull as counts,
                    coalesce(k.name <> t.name, false)
                        or coalesce(k.phone <> t.phone, k.phone_hash <> decode(t.phone_hash, 'hex'), false)
                        or coalesce(k.email <> t.email, k.email_hash <> decode(t.email_hash, 'hex'), false)
                        or t.deleted <> (k.gone_at is not null) as differs,
                    n.newer,
                    exists (
                        select from delivery d
                        join lead l on l.id = d.lead_id
                        where d.destination = :destination and d.external_id = t.customer_id::text
                          and l.disposition <> 'ERASED') as delivered,
                    coalesce(k.explained and k.seen_at > :asked, false)
                        or exists (
                            select from lead l
                            where l.phone = case when n.newer
                                then coalesce(t.phone, k.phone) else coalesce(k.phone, t.phone) end)
                        or exists (
                            select from lead l
                            where l.email = case when n.newer
                                then coalesce(t.email, k.email) else coalesce(k.email, t.email) end)
                        or exists (
                            select from delivery d
                            join lead l on l.id = d.lead_id
                            where d.destination = :destination and d.external_id = t.customer_id::text
                              and l.disposition <> 'ERASED') as has_lead,
                    exists (
                            select from erased_person e
                            where e.hash = decode(t.phone_hash, 'hex')
                              and not exists (select from lead l where l.phone = t.phone))
                        or exists (
                            select from erased_person e
                            where e.hash = decode(t.email_hash, 'hex')
                              and not exists (select from lead l where l.email = t.email)) as erased,
                    exists (
                        select from delivery d
                        join lead l on l.id = d.lead_id
                        where d.destination = :destination and d.external_id = t.customer_id::text
                          and l.disposition = 'ERASED') as was_erased
                from unnest(
                    :ids::bigint[], :names::text[], :phones::text[], :emails::text[], :phoneHashes::text[],
                    :emailHashes::text[], :knownPhoneHashes::text[], :knownEmailHashes::text[],
                    :created::timestamptz[], :modified::timestamptz[], :deleted::boolean[])
                    as t(customer_id, name, phone, email, phone_hash, email_hash, known_phone_hash, known_email_hash,
                        created_at, modified_at, deleted)
                left join kapture_customer k on k.destination = :destination and k.customer_id = t.customer_id
                cross join lateral (
                    select coalesce(
                        k.seen_at < :asked
                            or k.seen_at = :asked and coalesce(t.modified_at >= k.modified_at, true),
                        true) as newer) as n
            ),
            told as materialized (
                select customer_id, created_at, modified_at, deleted, phone_hash, email_hash, known_phone_hash,
                    known_email_hash, new, counts, differs, newer, erased,
                    has_lead and (not erased or delivered) as explained,
                    case when not erased and not was_erased then name end as name,
                    case when not erased or exists (select from lead l where l.phone = looked.phone) then phone end
                        as phone,
                    case when not erased or exists (select from lead l where l.email = looked.email) then email end
                        as email
                from looked
            ),
            written as (
                insert into kapture_customer as known (
                    destination, customer_id, name, phone, email, phone_hash, email_hash, explained,
                    created_at, modified_at, seen_at, confirmed_at, gone_at, pull_id)
                select :destination, customer_id,
                    case when explained then name end,
                    case when explained then phone end,
                    case when explained then email end,
                    case when not explained and not erased then phone_hash end,
                    case when not explained and not erased then email_hash end,
                    explained,
                    case when explained then created_at else coalesce(created_at, :asked) end,
                    modified_at, :asked,
                    case when not deleted then :asked end, case when deleted then :asked end, :pull
                from told
                order by customer_id
                on conflict (destination, customer_id) do update
                set (name, phone, email, phone_hash, email_hash, created_at, modified_at) = (
                        select
                            case when not t.explained then null
                                when t.newer then coalesce(t.name, known.name) else known.name end,
                            case when not t.explained then null
                                when t.newer then coalesce(t.phone, known.phone) else known.phone end,
                            case when not t.explained then null
                                when t.newer then coalesce(t.email, known.email) else known.email end,
                            case when t.erased then null
                                when not t.explained
                                    then coalesce(
                                        case when t.newer then t.phone_hash end, t.known_phone_hash, known.phone_hash)
                                when known.phone is null and not (t.newer and t.phone is not null)
                                    then known.phone_hash end,
                            case when t.erased then null
                                when not t.explained
                                    then coalesce(
                                        case when t.newer then t.email_hash end, t.known_email_hash, known.email_hash)
                                when known.email is null and not (t.newer and t.email is not null)
                                    then known.email_hash end,
                            case when t.newer then coalesce(t.created_at, known.created_at)
                                else coalesce(known.created_at, t.created_at) end,
                            case when t.newer then coalesce(t.modified_at, known.modified_at)
                                else coalesce(known.modified_at, t.modified_at) end
                        from told t
                        where t.customer_id = known.customer_id),
                    explained = excluded.explained,
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

    private final TransactionOperations transactions;
    private final JdbcClient jdbc;
    private final PersonHashes hashes;

    @Autowired
    ToldCustomers(DataSource dataSource, JdbcClient jdbc, PersonHashes hashes) {
        this(new TransactionTemplate(new JdbcTransactionManager(dataSource)), jdbc, hashes);
    }

    ToldCustomers(TransactionOperations transactions, JdbcClient jdbc, PersonHashes hashes) {
        this.transactions = transactions;
        this.jdbc = jdbc;
        this.hashes = hashes;
    }

    /** Notes the answer to a Get, as one: who is erased between two looks at him would leave hashes. */
    void note(DestinationName destination, Instant asked, RemoteCustomer customer) {
        transactions.executeWithoutResult(transaction -> take(destination, null, asked, List.of(customer)));
    }

    /** Notes what was told in the answer to a question of that moment; {@code pull} is null where it was a Get. */
    Counts take(DestinationName destination, @Nullable UUID pull, Instant asked, Collection<RemoteCustomer> customers) {
        List<RemoteCustomer> told = List.copyOf(newestOfEach(customers));
        Long[] ids = told.stream().map(customer -> customer.id().value()).toArray(Long[]::new);
        Map<CustomerId, Known> known = jdbc
                .sql(LOCK)
                .param("destination", destination.value())
                .param("ids", ids)
                .query((row, number) ->
                        new Known(row.getLong("customer_id"), row.getString("phone"), row.getString("email")))
                .list()
                .stream()
                .collect(toMap(row -> new CustomerId(row.id()), row -> row));
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
                .param("knownPhoneHashes", texts(told, customer -> hashes.ofPhone(phone(known.get(customer.id())))))
                .param("knownEmailHashes", texts(told, customer -> hashes.ofEmail(email(known.get(customer.id())))))
                .param("created", texts(told, customer -> text(customer.createdAt())))
                .param("modified", texts(told, customer -> text(customer.modifiedAt())))
                .param("deleted", told.stream().map(RemoteCustomer::deleted).toArray(Boolean[]::new))
                .query((row, number) -> new Counts(row.getInt("customers"), row.getInt("new"), row.getInt("changed")))
                .single();
    }

    /** What of a customer is on record with its values, which are hashed here where no lead explains it any more. */
    private record Known(
            long id, @Nullable String phone, @Nullable String email) {

        @Override
        public String toString() {
            return "Known[id=" + id + ", …]";
        }
    }

    private static @Nullable String phone(@Nullable Known known) {
        return known == null ? null : known.phone();
    }

    private static @Nullable String email(@Nullable Known known) {
        return known == null ? null : known.email();
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
