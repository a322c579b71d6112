package com.leadrouter.kapture;

import com.leadrouter.lead.DestinationName;
import com.leadrouter.platform.DatabaseAway;
import java.sql.Types;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** {@link KnownCustomers} in the table {@code kapture_customer}, which this class owns. */
@Component
final class KaptureCustomers implements KnownCustomers {

    private static final String FIND_BY_PHONE = """
            select customer_id, phone, email
            from kapture_customer
            where destination = :destination
              and phone = :phone
            order by seen_at desc, customer_id desc
            limit 1
            """;

    private static final String FIND_BY_EMAIL = """
            select customer_id, phone, email
            from kapture_customer
            where destination = :destination
              and email = lower(:email)
            order by seen_at desc, customer_id desc
            limit 1
            """;

    private static final String REMEMBER = """
            insert into kapture_customer as known (destination, customer_id, phone, email)
            values (:destination, :id, :phone, lower(:email))
            on conflict (destination, customer_id) do update
            set phone = coalesce(excluded.phone, known.phone),
                email = coalesce(excluded.email, known.email),
                seen_at = clock_timestamp()
            """;

    private static final String FORGET = """
            delete from kapture_customer
            where destination = :destination
              and customer_id = :id
            """;

    private final JdbcClient jdbc;

    KaptureCustomers(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Optional<KnownCustomer> find(DestinationName destination, @Nullable String phone, @Nullable String email) {
        return asking(() -> find(FIND_BY_PHONE, destination, "phone", phone)
                .or(() -> find(FIND_BY_EMAIL, destination, "email", email)));
    }

    private Optional<KnownCustomer> find(String sql, DestinationName destination, String name, @Nullable String value) {
        if (value == null) {
            return Optional.empty();
        }
        return jdbc.sql(sql)
                .param("destination", destination.value())
                .param(name, value)
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
                .param("email", customer.email(), Types.VARCHAR)
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
