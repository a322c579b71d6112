package com.leadrouter.operations;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.leadrouter.kapture.SentPerson;
import com.leadrouter.kapture.SentPerson.Difference;
import com.leadrouter.kapture.SentPerson.Way;
import com.leadrouter.kapture.SentPersons;
import com.leadrouter.lead.DestinationName;
import com.leadrouter.lead.Lead;
import com.leadrouter.lead.LeadId;
import com.leadrouter.operations.Reconciliation.Counts;
import com.leadrouter.operations.Reconciliation.Different;
import com.leadrouter.operations.Reconciliation.Unconfirmed;
import com.leadrouter.operations.Reconciliation.Unexplained;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Holds delivered leads against what is known of a destination's customers. All that is read is of one moment. */
@Component
public final class Reconciliations {

    // The customer of a delivery d: by its id, or where Kapture has not told that, by the lead's phone, else its
    // e-mail.
    static final String CUSTOMER_ID = """
            case
                when d.external_id ~ '^[0-9]{1,18}$' then d.external_id::bigint
                when d.external_id is null then (
                    select same.customer_id
                    from (
                        (select k.customer_id, k.gone_at, 1 as way
                        from lead l
                        join kapture_customer k on k.destination = d.destination and k.phone = l.phone
                        where l.id = d.lead_id
                        order by k.gone_at is not null, k.seen_at desc
                        limit 1)
                        union all
                        (select k.customer_id, k.gone_at, 2 as way
                        from lead l
                        join kapture_customer k on k.destination = d.destination and k.email = l.email
                        where l.id = d.lead_id
                        order by k.gone_at is not null, k.seen_at desc
                        limit 1)) as same
                    order by same.gone_at is not null, same.way
                    limit 1)
            end""";

    // A lead is confirmed where its customer was there when it was asked for after the delivery, and is not gone. The
    // limit keeps PostgreSQL from going through all customers for those of a day. Whose lead was erased can be asked
    // for by
    // the customer's id alone.
    private static final String DELIVERED = """
            select d.lead_id, d.destination, coalesce(d.external_id, c.customer_id::text) as external_id, d.settled_at,
                d.errors, c.name, c.phone, c.email,
                coalesce(c.confirmed_at >= d.settled_at and (c.gone_at is null or c.gone_at < c.confirmed_at), false)
                    as confirmed
            from delivery d
            left join lateral (
                select k.customer_id, k.name, k.phone, k.email, k.confirmed_at, k.gone_at
                from kapture_customer k
                where k.destination = d.destination and k.customer_id = (%s)
                limit 1) as c on true
            where d.destination = :destination and d.status = 'DELIVERED'
              and d.settled_at >= :from and d.settled_at < :to
              and (d.external_id is not null
                  or (select l.disposition <> 'ERASED' from lead l where l.id = d.lead_id limit 1))
            """.formatted(CUSTOMER_ID);

    static final String COUNT_UNCONFIRMED = """
            select count(*)
            from (
            %s) as delivered
            where not confirmed
            """.formatted(DELIVERED);

    private static final String CAME_BY_NO_LEAD = """
            from kapture_customer
            where destination = :destination and not explained and gone_at is null
              and created_at >= :from and created_at < :to
            """;

    static final String UNEXPLAINED = "select customer_id, created_at, modified_at, seen_at\n" + CAME_BY_NO_LEAD
            + "order by created_at, customer_id\nlimit :most";

    private static final String COUNT_UNEXPLAINED = "select count(*)\n" + CAME_BY_NO_LEAD;

    // The leads and their customers are looked up once, for all parts. The last part leaves out what surely is the
    // same;
    // what is left, Java looks at: it knows what was sent. A lead that another one of the customer came after has been
    // overwritten, which is no difference.
    static final String RECONCILE = """
            with delivered as materialized (
            %s),
            unconfirmed as (
                select lead_id, external_id, settled_at
                from delivered
                where not confirmed
                order by settled_at, lead_id
                limit :most
            ),
            candidate as materialized (
                select d.*, l.document
                from delivered d
                cross join lateral (
                    select lead.email, lead.phone, lead.document
                    from lead
                    where lead.id = d.lead_id and lead.disposition <> 'ERASED'
                    limit 1) as l
                where d.confirmed
                  and (d.email <> l.email or d.phone <> l.phone or (:ownNames and d.name is not null)
                      or d.name <> (l.document #>> '{contact,firstName}') || ' ' || (l.document #>> '{contact,lastName}'))
            )
            select 'COUNTS' as part, null::uuid as lead_id, null as external_id, null::timestamptz as settled_at,
                null as name, null as phone, null as email, null::jsonb as document, null::boolean as two_customers,
                null::boolean as added, count(*) filter (where confirmed) as confirmed,
                count(*) filter (where not confirmed) as unconfirmed
            from delivered
            union all
            select 'UNCONFIRMED', lead_id, external_id, settled_at, null, null, null, null, null, null, null, null
            from unconfirmed
            union all
            select 'DIFFERENT', c.lead_id, c.external_id, c.settled_at, c.name, c.phone, c.email, c.document,
                c.errors @> :twoCustomers::jsonb,
                (
                    select true
                    from delivery_call call
                    where call.lead_id = c.lead_id and call.destination = c.destination
                      and call.operation = 'add' and call.outcome = 'ACCEPTED'
                    limit 1) is not null,
                null, null
            from candidate c
            where (
                select true
                from delivery newer
                where newer.destination = c.destination and newer.external_id = c.external_id
                  and newer.status = 'DELIVERED'
                  and (newer.settled_at, newer.lead_id) > (c.settled_at, c.lead_id)
                limit 1) is null
            order by part, settled_at, lead_id
            """.formatted(DELIVERED);

    private static final String TWO_CUSTOMERS = "[{\"code\": \"" + SentPerson.TWO_CUSTOMERS + "\"}]";
    private static final int FETCHED_AT_ONCE = 500;

    /** A lead whose customer may have something else than was sent. */
    private record Candidate(
            LeadId lead,
            String customer,
            @Nullable String name,
            @Nullable String phone,
            @Nullable String email,
            String document,
            Way way) {

        @Override
        public String toString() {
            return "Candidate[" + lead + ", …]";
        }
    }

    private final JdbcClient jdbc;
    private final JdbcClient cursors;
    private final OneMoment asked;
    private final TransactionTemplate oneMoment;
    private final SentPersons persons;
    private final ObjectMapper json;

    Reconciliations(DataSource dataSource, OneMoment asked, JdbcClient jdbc, SentPersons persons, ObjectMapper json) {
        this.asked = asked;
        this.jdbc = jdbc;
        this.persons = persons;
        this.json = json;
        JdbcTemplate fetching = new JdbcTemplate(dataSource);
        fetching.setFetchSize(FETCHED_AT_ONCE);
        this.cursors = JdbcClient.create(fetching);
        this.oneMoment = new TransactionTemplate(new JdbcTransactionManager(dataSource));
        oneMoment.setReadOnly(true);
        oneMoment.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
    }

    /** Of the leads that were delivered in that time, and the customers that came in it. */
    public Reconciliation of(DestinationName destination, Period period) {
        return asked.read(() -> {
            Delivered delivered = delivered(destination, period);
            return new Reconciliation(
                    period.from(),
                    period.to(),
                    delivered.confirmed,
                    delivered.unconfirmed,
                    within(UNEXPLAINED, destination, period)
                            .param("most", Reconciliation.LONGEST_LIST)
                            .query(Reconciliations::unexplained)
                            .list(),
                    delivered.different);
        });
    }

    /** The same in numbers. */
    Counts count(DestinationName destination, Period period) {
        return Objects.requireNonNull(oneMoment.execute(transaction -> {
            Delivered delivered = delivered(destination, period);
            return new Counts(
                    delivered.confirmed,
                    delivered.unconfirmedInAll,
                    within(COUNT_UNEXPLAINED, destination, period)
                            .query(Integer.class)
                            .single(),
                    delivered.different.size());
        }));
    }

    /** How many leads of that time are not confirmed. */
    int unconfirmed(DestinationName destination, Period period) {
        return within(COUNT_UNCONFIRMED, destination, period)
                .query(Integer.class)
                .single();
    }

    /** What the statement's rows come to, part by part. */
    private static final class Delivered {

        private int confirmed;
        private int unconfirmedInAll;
        private final List<Unconfirmed> unconfirmed = new ArrayList<>();
        private final List<Different> different = new ArrayList<>();
    }

    private Delivered delivered(DestinationName destination, Period period) {
        Delivered delivered = new Delivered();
        within(cursors.sql(RECONCILE), destination, period)
                .param("most", Reconciliation.LONGEST_LIST)
                .param("ownNames", persons.haveNamesOfTheirOwn(destination))
                .param("twoCustomers", TWO_CUSTOMERS)
                .query(row -> {
                    switch (row.getString("part")) {
                        case "COUNTS" -> {
                            delivered.confirmed = row.getInt("confirmed");
                            delivered.unconfirmedInAll = row.getInt("unconfirmed");
                        }
                        case "UNCONFIRMED" -> delivered.unconfirmed.add(unconfirmed(row));
                        default -> addIfDifferent(delivered.different, destination, row);
                    }
                });
        return delivered;
    }

    private void addIfDifferent(List<Different> different, DestinationName destination, ResultSet row)
            throws SQLException {
        if (different.size() < Reconciliation.LONGEST_LIST) {
            Candidate candidate = candidate(row);
            List<Difference> fields = differences(destination, candidate);
            if (!fields.isEmpty()) {
                different.add(new Different(candidate.lead(), candidate.customer(), fields));
            }
        }
    }

    private List<Difference> differences(DestinationName destination, Candidate candidate) {
        return persons.of(destination, lead(candidate.document()), candidate.way())
                .different(candidate.name(), candidate.phone(), candidate.email());
    }

    private StatementSpec within(String sql, DestinationName destination, Period period) {
        return within(jdbc.sql(sql), destination, period);
    }

    private static StatementSpec within(StatementSpec statement, DestinationName destination, Period period) {
        return statement
                .param("destination", destination.value())
                .param("from", period.from().atOffset(ZoneOffset.UTC))
                .param("to", period.to().atOffset(ZoneOffset.UTC));
    }

    private Lead lead(String document) {
        try {
            return json.readValue(document, Lead.class);
        } catch (JsonProcessingException e) {
            // Not its cause, which repeats what it could not read.
            throw new IllegalStateException("a stored lead that cannot be read");
        }
    }

    private static Unconfirmed unconfirmed(ResultSet row) throws SQLException {
        return new Unconfirmed(
                new LeadId(row.getObject("lead_id", UUID.class)),
                row.getString("external_id"),
                Objects.requireNonNull(instant(row, "settled_at")));
    }

    private static Unexplained unexplained(ResultSet row, int number) throws SQLException {
        return new Unexplained(
                row.getString("customer_id"),
                instant(row, "created_at"),
                instant(row, "modified_at"),
                Objects.requireNonNull(instant(row, "seen_at")));
    }

    private static Candidate candidate(ResultSet row) throws SQLException {
        return new Candidate(
                new LeadId(row.getObject("lead_id", UUID.class)),
                row.getString("external_id"),
                row.getString("name"),
                row.getString("phone"),
                row.getString("email"),
                row.getString("document"),
                row.getBoolean("two_customers")
                        ? Way.UPDATED_ONE_OF_TWO
                        : row.getBoolean("added") ? Way.ADDED : Way.UPDATED);
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime moment = row.getObject(column, OffsetDateTime.class);
        return moment == null ? null : moment.toInstant();
    }
}
