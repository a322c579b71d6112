package com.leadrouter.kapture;

import static com.leadrouter.kapture.ScriptedKapture.answer;
import static com.leadrouter.lead.LeadFixture.aLead;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.leadrouter.delivery.Preview;
import com.leadrouter.kapture.ScriptedKapture.Step;
import com.leadrouter.lead.Lead;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is previewed is what would be sent first. */
class KapturePreviewTest {

    private static final ScriptedKapture KAPTURE = new ScriptedKapture();
    private static final Lead LEAD =
            aLead().withPhone("+919876543210").withCountry("IN").build();

    @BeforeEach
    void asNew() {
        KAPTURE.reset();
    }

    @AfterAll
    static void stop() {
        KAPTURE.close();
    }

    @Test
    void whoIsNotKnownIsAdded() throws Exception {
        assertIsSentFirst("add", LEAD, false);
    }

    @Test
    void whoIsKnownIsUpdated() throws Exception {
        KAPTURE.customers().know(1043, "+919876543210", null);

        assertIsSentFirst("update", LEAD, false);
        assertThat(KAPTURE.sent(0).path("kapture_customer_id").asText()).isEqualTo("1043");
        assertThat(KAPTURE.sent(0).path("email_id").asText()).isEqualTo("ada@example.com");
    }

    @Test
    void whoMayBeThereIsAskedFor() throws Exception {
        assertIsSentFirst("get", LEAD, true);
    }

    @Test
    void whoMayBeThereWithoutAPhoneIsAskedForByEmail() throws Exception {
        assertIsSentFirst("get", aLead().withPhone(null).build(), true);
        assertThat(KAPTURE.sent(0).get(0).path("email_id").asText()).isEqualTo("ada@example.com");
    }

    private static void assertIsSentFirst(String operation, Lead lead, boolean uncertain) throws Exception {
        Preview preview = KAPTURE.preview(lead, uncertain);
        assertThat(KAPTURE.requests()).as("nothing is sent for it").isEmpty();

        KAPTURE.answers(new Step(operation, answer(500, "{}"))).deliver(lead, uncertain);

        assertThat(preview.method()).isEqualTo("POST");
        assertThat(preview.url()).isEqualTo(KAPTURE.baseUrl() + "/" + operation);
        assertThat(KAPTURE.operations()).first().isEqualTo(operation);
        assertThat(new ObjectMapper().<JsonNode>valueToTree(preview.body())).isEqualTo(KAPTURE.sent(0));
        assertThat(preview.headers()).containsEntry("Authorization", Preview.MASKED);
        assertThat(preview.errors()).isEmpty();
        assertThat(preview.toString()).doesNotContain("Ada");
    }
}
