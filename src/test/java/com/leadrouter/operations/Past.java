package com.leadrouter.operations;

import com.leadrouter.lead.LeadId;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What happened before: leads that were delivered to {@code kapture}, and what pulls have told of its customers since. */
record Past(JdbcClient jdbc) {

    static final String NAME = "Ada Lovelace";

    // One table after the other: all at once would meet those who read several of them in the background.
    void forget() {
        List.of(
                        "lead",
                        "delivery",
                        "delivery_call",
                        "kapture_customer",
                        "kapture_pull",
                        "kapture_reconciliation",
                        "kapture_asker",
                        "kapture_question",
                        "operator_action")
                .forEach(table -> jdbc.sql("truncate " + table).update());
    }

    /** A lead of Ada with a phone and an e-mail of her own, as a customer that was added. */
    LeadId added(long customer, Instant at) {
        return delivered(customer, "add", "[]", at);
    }

    LeadId updated(long customer, Instant at) {
        return delivered(customer, "update", "[]", at);
    }

    LeadId delivered(@Nullable Long customer, String operation, String errors, Instant at) {
        UUID id = jdbc.sql("""
                        with id as (select new_lead_id(:at, 1) as id),
                        stored as (
                            insert into lead (id, source, received_at, disposition, destinations, email, phone, document)
                            select id, 'demo', :at, 'ROUTED', '{kapture}', :email, :phone, :document::jsonb from id),
                        called as (
                            insert into delivery_call (lead_id, destination, attempt, call, operation, outcome,
                                http_status, started_at, duration_millis, late)
                            select id, 'kapture', 1, 1, :operation, 'ACCEPTED', 200, :at, 1, false from id)
                        insert into delivery (lead_id, destination, status, attempt, tries, age_from, outcome,
                            http_status, external_id, errors, settled_at)
                        select id, 'kapture', 'DELIVERED', 1, 1, :at, 'ACCEPTED', 200, :customer, :errors::jsonb, :at
                        from id
                        returning lead_id
                        """)
                .param("at", moment(at))
                .param("email", email(customer))
                .param("phone", phone(customer))
                .param("document", """
                        { "source": "demo", "enquiryDateTime": "2026-11-21T10:20:59Z", "attributes": {},
                          "contact": { "firstName": "Ada", "lastName": "Lovelace", "emailAddress": "%s",
                            "phoneNumber": "%s", "address": {} },
                          "optInConsents": { "email": true, "phone": null, "sms": null, "post": null } }
                        """.formatted(email(customer), phone(customer)))
                .param("operation", operation)
                .param("customer", customer == null ? null : customer.toString())
                .param("errors", errors)
                .query(UUID.class)
                .single();
        return new LeadId(id);
    }

    /** A pull has told of the customer as its lead did. */
    void confirmed(long customer, Instant at) {
        told(customer, NAME, phone(customer), email(customer), at);
    }

    void told(long customer, @Nullable String name, @Nullable String phone, @Nullable String email, Instant at) {
        jdbc.sql("""
                        insert into kapture_customer (destination, customer_id, name, phone, email, seen_at, created_at,
                            confirmed_at)
                        values ('kapture', :id, :name, :phone, :email, :at, :at, :at)
                        """)
                .param("id", customer)
                .param("name", name)
                .param("phone", phone)
                .param("email", email)
                .param("at", moment(at))
                .update();
    }

    void stranger(long customer, Instant at) {
        jdbc.sql("""
                        insert into kapture_customer (destination, customer_id, explained, seen_at, created_at,
                            confirmed_at)
                        values ('kapture', :id, false, :at, :at, :at)
                        """).param("id", customer).param("at", moment(at)).update();
    }

    void gone(long customer, Instant at) {
        jdbc.sql("update kapture_customer set gone_at = :at where customer_id = :id")
                .param("id", customer)
                .param("at", moment(at))
                .update();
    }

    /** At the request of an operator. */
    void pulled(Instant from, Instant to) {
        pulled("ops", null, from, to);
    }

    /** By the schedule. */
    void scheduled(Instant from, Instant to) {
        pulled(null, 1L, from, to);
    }

    private void pulled(@Nullable String by, @Nullable Long slot, Instant from, Instant to) {
        jdbc.sql("""
                        insert into kapture_pull (destination, requested_by, slot, from_at, to_at, state, started_at,
                            finished_at)
                        values ('kapture', :by, :slot, :from, :to, 'DONE', :to, :to)
                        """)
                .param("by", by)
                .param("slot", slot)
                .param("from", moment(from))
                .param("to", moment(to))
                .update();
    }

    static String phone(@Nullable Long customer) {
        return "+91" + (9_000_000_000L + (customer == null ? 0 : customer));
    }

    static String email(@Nullable Long customer) {
        return "ada" + customer + "@example.com";
    }

    private static OffsetDateTime moment(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
