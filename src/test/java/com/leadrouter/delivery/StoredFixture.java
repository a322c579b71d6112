package com.leadrouter.delivery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.leadrouter.lead.Lead;
import com.leadrouter.lead.LeadFixture;
import com.leadrouter.lead.LeadId;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Leads with one delivery each, to {@code x} unless another is named, as intake would have stored them. */
record StoredFixture(JdbcClient jdbc) {

    LeadId newId() {
        return new LeadId(jdbc.sql("select new_lead_id(clock_timestamp(), 1)")
                .query(UUID.class)
                .single());
    }

    LeadId store() {
        return store((String) null, null);
    }

    LeadId store(@Nullable String phoneKey, @Nullable String emailKey) {
        LeadId id = newId();
        insert(id, json(LeadFixture.aLead().build()), "x", phoneKey, emailKey);
        return id;
    }

    LeadId storeFor(String destination) {
        LeadId id = newId();
        insert(id, json(LeadFixture.aLead().build()), destination, null, null);
        return id;
    }

    LeadId storeDocument(String document) {
        LeadId id = newId();
        insert(id, document, "x", null, null);
        return id;
    }

    void insert(LeadId id, @Nullable String phoneKey, @Nullable String emailKey) {
        insert(id, json(LeadFixture.aLead().build()), "x", phoneKey, emailKey);
    }

    private void insert(
            LeadId id, String document, String destination, @Nullable String phoneKey, @Nullable String emailKey) {
        jdbc.sql("""
                        with stored as (
                            insert into lead (id, source, received_at, disposition, destinations, document)
                            values (:id, 'web', clock_timestamp(), 'ROUTED', array[:destination], :document::jsonb))
                        insert into delivery (lead_id, destination, due_at, age_from, phone_key, email_key)
                        values (:id, :destination, clock_timestamp(), clock_timestamp(), :phone, :email)
                        """)
                .param("id", id.value())
                .param("document", document)
                .param("destination", destination)
                .param("phone", phoneKey)
                .param("email", emailKey)
                .update();
    }

    Map<String, Object> row(LeadId lead) {
        return jdbc.sql("select * from delivery where lead_id = ?")
                .param(lead.value())
                .query()
                .singleRow();
    }

    Object status(LeadId lead) {
        return row(lead).get("status");
    }

    int count(String condition) {
        return jdbc.sql("select count(*) from delivery where " + condition)
                .query(Integer.class)
                .single();
    }

    static String json(Lead lead) {
        try {
            return TestEngine.JSON.writeValueAsString(lead);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
