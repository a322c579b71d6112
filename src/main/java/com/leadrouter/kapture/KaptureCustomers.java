package com.leadrouter.kapture;

import com.leadrouter.lead.DestinationName;
import com.leadrouter.lead.PersonHashes;
import com.leadrouter.platform.DatabaseAway;
import java.sql.Types;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** {@link KnownCustomers} in the table {@code kapture_customer}: what deliveries ask of it and tell it. */
@Component
final class KaptureCustomers implements KnownCustomers {

    // Of whom no lead has told so far only hashes are kept. What is asked for by its hash is known by it too.
    private static final String FIND = """
            select customer_id,
                coalesce(phone, case when phone_hash = decode(:phoneHash, 'hex') then :phone::text end) as phone,
                coalesce(email, case when email_hash = decode(:emailHash, 'hex') then lower(:email) end) as email
            from (
                select *
                from kapture_customer
                where destination = :destination and %s
                union all
                select *
                from kapture_customer
                where destination = :destination and %s) as known
            where gone_at is null
            order by seen_at desc, customer_id desc
            limit 1
            """;

    private static final String FIND_BY_PHONE =
            FIND.formatted("phone = :phone", "phone_hash = decode(:phoneHash, 'hex')");

    private static final String FIND_BY_EMAIL =
            FIND.formatted("email = lower(:email)", "email_hash = decode(:emailHash, 'hex')");

    // A delivery that was on its way when its person was erased tells of a customer, and not who it is.
    private static final String REMEMBER = """
            with told as materialized (
                select erased,
                    case when not erased then :phone::text end as phone,
                    case when not erased then lower(:email) end as email
                from (
                    select exists (
                            select from erased_person e
                            where e.hash = decode(:phoneHash, 'hex')
                              and not exists (select from lead l where l.phone = :phone))
                        or exists (
                            select from erased_person e
                            where e.hash = decode(:emailHash, 'hex')
                              and not exists (select from lead l where l.email = lower(:email))) as erased) as known
            )
            insert into kapture_customer as known (destination, customer_id, phone, email, explained)
            select :destination, :id, phone, email, not erased
            from told
            on conflict (destination, customer_id) do update
            set phone = coalesce(excluded.phone, known.phone),
                email = coalesce(excluded.email, known.email),
                phone_hash = case when excluded.phone is null then known.phone_hash end,
                email_hash = case when excluded.email is null then known.email_hash end,
                explained = excluded.explained or known.explained,
                seen_at = clock_timestamp(),
                gone_at = null
            """;

    // A pull that asked before must not bring it back.
    private static final String FORGET = """
            update kapture_customer
            set gone_at = clock_timestamp(), seen_at = clock_timestamp()
            where destination = :destination
              and customer_id = :id
            """;

    private final JdbcClient jdbc;

    private final PersonHashes hashes;

    KaptureCustomers(JdbcClient jdbc, PersonHashes hashes) {
        this.jdbc = jdbc;
        this.hashes = hashes;
    }

    @Override
    public Optional<KnownCustomer> find(DestinationName destination, @Nullable String phone, @Nullable String email) {
        return asking(() -> {
            Optional<KnownCustomer> byPhone =
                    phone == null ? Optional.empty() : find(FIND_BY_PHONE, destination, phone, email);
            return byPhone.isPresent() || email == null ? byPhone : find(FIND_BY_EMAIL, destination, phone, email);
        });
    }

    private Optional<KnownCustomer> find(
            String sql, DestinationName destination, @Nullable String phone, @Nullable String email) {
        return jdbc.sql(sql)
                .param("destination", destination.value())
                .param("phone", phone, Types.VARCHAR)
                .param("phoneHash", hashes.ofPhone(phone), Types.VARCHAR)
                .param("email", email, Types.VARCHAR)
                .param("emailHash", hashes.ofEmail(email), Types.VARCHAR)
                .query((row, number) -> new KnownCustomer(
                        new CustomerId(row.getLong("customer_id")), row.getString("phone"), row.getString("email")))
                .optional();
    }

    @Override
    public void remember(DestinationName destination, KnownCustomer customer) {
        asking(() -> jdbc.sql(REMEMBER)
                .param("destination", destination.value())
                .param("id", customer.id().value())
                .param("phone", customer.phone(), Types.VARCHAR)
                .param("phoneHash", hashes.ofPhone(customer.phone()), Types.VARCHAR)
                .param("email", customer.email(), Types.VARCHAR)
                .param("emailHash", hashes.ofEmail(customer.email()), Types.VARCHAR)
                .update());
    }

    @Override
    public void forget(DestinationName destination, CustomerId id) {
        asking(() -> jdbc.sql(FORGET)
                .param("destination", destination.value())
                .param("id", id.value())
                .update());
    }

    // A database that is away or locked is expected; any other failure is a bug and shows itself as one.
    private static <T> T asking(Supplier<T> question) {
        try {
            return question.get();
        } catch (DataAccessException e) {
            throw DatabaseAway.isWhy(e) ? new Unavailable(e) : e;
        }
    }
}
