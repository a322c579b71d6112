package com.leadrouter.lead;

import static com.leadrouter.lead.LeadFixture.aLead;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import org.junit.jupiter.api.Test;

class LeadTest {

    private final ObjectMapper json = new ObjectMapper()
            .registerModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);

    @Test
    void aLeadComesBackFromItsDocumentUnchanged() throws Exception {
        Lead lead = aLead().build();

        assertThat(json.readValue(json.writeValueAsString(lead), Lead.class)).isEqualTo(lead);
    }

    @Test
    void aLeadOfOnlyTheNecessaryComesBackToo() throws Exception {
        Lead lead = aLead().withCampaignId(null)
                .withEnquiryType(null)
                .withCountry(null)
                .withVehicle(null)
                .build();

        assertThat(json.readValue(json.writeValueAsString(lead), Lead.class)).isEqualTo(lead);
    }

    @Test
    void theDocumentHasTheShapeOfWhatIsHandedIn() {
        JsonNode document = json.valueToTree(
                aLead().withAttribute("utm_source", "newsletter").build());

        assertThat(document.toString()).isEqualTo("""
                        {"source":"website-uk","externalReferenceId":"web-000123",\
                        "campaignId":"966c7488-bfa7-45b5-8510-d26ba3008879","enquiryType":"Test Drive",\
                        "enquiryDateTime":"2024-09-12T10:20:59Z","acquisitionChannel":"Website",\
                        "ipAddress":"203.0.113.10","contact":{"firstName":"Ada","lastName":"Lovelace",\
                        "emailAddress":"ada@example.com","phoneNumber":"+447700900123","gender":"F",\
                        "address":{"postcode":"SW1A 1AA","city":"London","country":"GB"}},\
                        "optInConsents":{"email":true,"phone":false,"sms":null,"post":null},\
                        "vehicle":{"name":"Example Vehicle"},"attributes":{"utm_source":"newsletter"}}""");
    }

    @Test
    void withoutItsPersonItSaysWhatWasAskedForAndNothingElse() throws Exception {
        Lead lead = aLead().withAttribute("utm_source", "newsletter").build().withoutPerson();

        assertThat(json.writeValueAsString(lead)).isEqualTo("""
                        {"source":"website-uk","campaignId":"966c7488-bfa7-45b5-8510-d26ba3008879",\
                        "enquiryType":"Test Drive","enquiryDateTime":"2024-09-12T10:20:59Z",\
                        "acquisitionChannel":"Website","contact":{"firstName":"","lastName":"",\
                        "address":{"country":"GB"}},\
                        "optInConsents":{"email":null,"phone":null,"sms":null,"post":null},\
                        "vehicle":{"name":"Example Vehicle"},"attributes":{}}""");
        assertThat(json.readValue(json.writeValueAsString(lead), Lead.class)).isEqualTo(lead);
    }

    @Test
    void itsTextFormShowsNothingPersonal() {
        Lead lead = aLead().withAttribute("utm_source", "newsletter").build();

        assertThat(lead + " " + lead.contact() + " " + lead.contact().address())
                .doesNotContain("Ada", "Lovelace", "ada@", "7700", "web-000123", "203.0", "SW1A", "London")
                .doesNotContain("newsletter");
    }
}
