package com.leadrouter.lead;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Forgets who handed in a lead, in the table {@code lead}: what was asked for, and when, stays. */
@Component
@Order(PersonalData.LEADS)
final class ErasedLeads implements PersonalData {

    private static final String ERASE = """
            update lead l
            set disposition = 'ERASED', duplicate_of = null, email = null, phone = null, document = e.document::jsonb
            from unnest(:ids::uuid[], :documents::text[]) as e(id, document)
            where l.id = e.id
            """;

    private final JdbcClient jdbc;
    private final ObjectMapper json;
    private final Tombstones tombstones;

    ErasedLeads(JdbcClient jdbc, ObjectMapper json, Tombstones tombstones) {
        this.jdbc = jdbc;
        this.json = json;
        this.tombstones = tombstones;
    }

    @Override
    public void forget(Erasure erasure, Tally tally) {
        int erased = jdbc.sql(ERASE)
                .param("ids", erasure.ids())
                .param(
                        "documents",
                        erasure.leads().values().stream().map(this::document).toArray(String[]::new))
                .update();
        tally.leads(erased);
        tally.forgot("lead", erased);
        tombstones.put(erasure);
    }

    private String document(Lead lead) {
        try {
            return json.writeValueAsString(lead.withoutPerson());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a lead that cannot be written as JSON");
        }
    }
}
