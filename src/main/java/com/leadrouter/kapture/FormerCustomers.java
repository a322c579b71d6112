package com.leadrouter.kapture;

import com.leadrouter.lead.PersonHashes;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Takes away again what the table {@code kapture_customer} knows of persons whose leads are gone: without a lead that
 * explains it a customer is a stranger, of whom the id, the times and hashes are kept.
 */
@Component
final class FormerCustomers {

    // Whom a delivery has just told of may not be on record as delivered yet, and is left alone.
    private static final String PAGE = """
            select k.destination, k.customer_id, k.phone, k.email, k.seen_at,
                not (
                    exists (select from lead l where l.phone = k.phone)
                    or exists (select from lead l where l.email = k.email)
                    or exists (
                        select from delivery d
                        join lead l on l.id = d.lead_id
                        where d.destination = k.destination and d.external_id = k.customer_id::text
                          and l.disposition <> 'ERASED')) as former
            from (
                select destination, customer_id, phone, email, seen_at
                from kapture_customer
                where (destination, customer_id) > (:destination, :after)
                  and explained and seen_at < statement_timestamp() - interval '10 minutes'
                order by destination, customer_id
                limit :most) as k
            order by k.destination, k.customer_id
            """;

    // Who was told of in the meantime is left to the next time.
    private static final String ESTRANGE = """
            update kapture_customer k
            set explained = false, name = null, phone = null, email = null,
                phone_hash = coalesce(decode(f.phone_hash, 'hex'), k.phone_hash),
                email_hash = coalesce(decode(f.email_hash, 'hex'), k.email_hash)
            from unnest(
                    :destinations::text[], :ids::bigint[], :seen::timestamptz[], :phoneHashes::text[],
                    :emailHashes::text[])
                as f(destination, customer_id, seen_at, phone_hash, email_hash)
            where k.destination = f.destination and k.customer_id = f.customer_id
              and k.explained and k.seen_at = f.seen_at
            """;

    /** Where a step has ended; {@code estranged} have no lead any more. */
    record Step(String destination, long customerId, int looked, int estranged) {

        /** Before the first customer of all. */
        static final Step BEGINNING = new Step("", 0, 0, 0);
    }

    private record Known(
            String destination,
            long id,
            @Nullable String phone,
            @Nullable String email,
            OffsetDateTime seenAt,
            boolean former) {

        @Override
        public String toString() {
            return "Known[id=" + id + ", …]";
        }
    }

    private final JdbcClient jdbc;
    private final PersonHashes hashes;

    FormerCustomers(JdbcClient jdbc, PersonHashes hashes) {
        this.jdbc = jdbc;
        this.hashes = hashes;
    }

    /** Looks at the next customers after those of the step before. */
    Step next(Step before, int most) {
        List<Known> page = jdbc.sql(PAGE)
                .param("destination", before.destination())
                .param("after", before.customerId())
                .param("most", most)
                .query((row, number) -> new Known(
                        row.getString("destination"),
                        row.getLong("customer_id"),
                        row.getString("phone"),
                        row.getString("email"),
                        row.getObject("seen_at", OffsetDateTime.class),
                        row.getBoolean("former")))
                .list();
        int estranged = estrange(page.stream().filter(Known::former).toList());
        return page.isEmpty()
                ? new Step(before.destination(), before.customerId(), 0, 0)
                : new Step(page.getLast().destination(), page.getLast().id(), page.size(), estranged);
    }

    private int estrange(List<Known> former) {
        return former.isEmpty()
                ? 0
                : jdbc.sql(ESTRANGE)
                        .param("destinations", texts(former, Known::destination))
                        .param("ids", former.stream().map(Known::id).toArray(Long[]::new))
                        .param("seen", texts(former, known -> known.seenAt().toString()))
                        .param("phoneHashes", texts(former, known -> hashes.ofPhone(known.phone())))
                        .param("emailHashes", texts(former, known -> hashes.ofEmail(known.email())))
                        .update();
    }

    private static @Nullable String[] texts(List<Known> customers, Function<Known, @Nullable String> value) {
        return customers.stream().map(value).toArray(String[]::new);
    }
}
