package com.leadrouter.kapture;

import com.leadrouter.lead.Erasure;
import com.leadrouter.lead.PersonHashes;
import com.leadrouter.lead.PersonalData;
import com.leadrouter.lead.Tally;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Forgets in {@code kapture_customer} who was erased: of them the id and the times stay, by which a delivery is confirmed,
 * and not even hashes.
 */
@Component
@Order(PersonalData.CUSTOMERS)
final class ErasedCustomers implements PersonalData {

    // Whoever writes a customer meanwhile waits, and then finds the tombstone.
    private static final String LOCK = "lock table kapture_customer in exclusive mode";

    // A value that another lead has is another person's too. The destinations are looked up one by one along the key,
    // since each index begins with them.
    private static final String FORGET = """
            with recursive place(destination) as (
                (select destination from kapture_customer order by destination limit 1)
                union all
                select (
                    select k.destination
                    from kapture_customer k
                    where k.destination > p.destination
                    order by k.destination
                    limit 1)
                from place p
                where p.destination is not null
            ),
            phone as materialized (
                select value, decode(hash, 'hex') as hash
                from unnest(:phones::text[], :phoneHashes::text[]) as v(value, hash)
                where not exists (select from lead l where l.phone = v.value)
            ),
            email as materialized (
                select value, decode(hash, 'hex') as hash
                from unnest(:emails::text[], :emailHashes::text[]) as v(value, hash)
                where not exists (select from lead l where l.email = v.value)
            ),
            theirs as materialized (
                select k.destination, k.customer_id
                from place p
                cross join phone v
                join kapture_customer k on k.destination = p.destination and k.phone = v.value
                union
                select k.destination, k.customer_id
                from place p
                cross join phone v
                join kapture_customer k on k.destination = p.destination and k.phone_hash = v.hash
                union
                select k.destination, k.customer_id
                from place p
                cross join email v
                join kapture_customer k on k.destination = p.destination and k.email = v.value
                union
                select k.destination, k.customer_id
                from place p
                cross join email v
                join kapture_customer k on k.destination = p.destination and k.email_hash = v.hash
                union
                select k.destination, k.customer_id
                from delivery d
                join kapture_customer k
                    on k.destination = d.destination
                    and k.customer_id = case when d.external_id ~ '^[0-9]{1,18}$' then d.external_id::bigint end
                where d.lead_id = any (:leads::uuid[])
                  and not exists (select from lead l where l.phone = k.phone)
                  and not exists (select from lead l where l.email = k.email)
                  and not exists (
                      select from delivery o
                      join lead l on l.id = o.lead_id
                      where o.destination = d.destination and o.external_id = d.external_id
                        and l.disposition <> 'ERASED')
            )
            update kapture_customer k
            set explained = false, name = null, phone = null, email = null, phone_hash = null, email_hash = null
            from theirs t
            where k.destination = t.destination and k.customer_id = t.customer_id
              and (k.explained or k.phone_hash is not null or k.email_hash is not null)
            """;

    // Of a customer who is someone else too, the name may be theirs; it is there to be read only.
    private static final String FORGET_NAMES = """
            update kapture_customer k
            set name = null
            from delivery d
            where d.lead_id = any (:leads::uuid[])
              and k.destination = d.destination
              and k.customer_id = case when d.external_id ~ '^[0-9]{1,18}$' then d.external_id::bigint end
              and k.name is not null
            """;

    private final JdbcClient jdbc;
    private final PersonHashes hashes;

    ErasedCustomers(JdbcClient jdbc, PersonHashes hashes) {
        this.jdbc = jdbc;
        this.hashes = hashes;
    }

    @Override
    public void forget(Erasure erasure, Tally tally) {
        jdbc.sql(LOCK).update();
        List<String> phones = List.copyOf(erasure.phones());
        List<String> emails = List.copyOf(erasure.emails());
        int forgotten = jdbc.sql(FORGET)
                .param("phones", phones.toArray(String[]::new))
                .param("phoneHashes", each(phones, hashes::ofPhone))
                .param("emails", emails.toArray(String[]::new))
                .param("emailHashes", each(emails, hashes::ofEmail))
                .param("leads", erasure.ids())
                .update();
        tally.customers(forgotten);
        int names = jdbc.sql(FORGET_NAMES).param("leads", erasure.ids()).update();
        tally.forgot("kapture_customer", forgotten + names);
    }

    private static @Nullable String[] each(List<String> values, Function<String, @Nullable String> hash) {
        return values.stream().map(hash).toArray(String[]::new);
    }
}
