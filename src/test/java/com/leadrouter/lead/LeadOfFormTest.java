package com.leadrouter.lead;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A form is a lead like any other, in other clothes. */
class LeadOfFormTest {

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final LeadDefaults UK = new LeadDefaults("website-uk", "GB", null, null, null);
    private static final String[] ADA = {
        "contact.firstName", "Ada", "contact.lastName", "Lovelace", "contact.emailAddress", "ada@example.com"
    };

    @Test
    void saysAllThatJsonCanSay() throws IOException {
        LeadDraft form = form(
                "externalReferenceId", "web-1",
                "campaignId", "c",
                "enquiryType", "Test Drive",
                "enquiryDateTime", "2026-11-21T10:20:59Z",
                "acquisitionChannel", "Website",
                "ipAddress", "203.0.113.7",
                "contact.firstName", " Ada ",
                "contact.lastName", "Lovelace",
                "contact.emailAddress", "ada@example.com",
                "contact.phoneNumber", "07700 900123",
                "contact.gender", "F",
                "contact.address.postcode", "SW1A 1AA",
                "contact.address.city", "London",
                "contact.address.state", "",
                "contact.address.country", "GB",
                "optInConsents.email", "on",
                "optInConsents.phone", "no",
                "optInConsents.sms", "",
                "vehicle.name", "Example Vehicle",
                "attributes.utm_source", "newsletter",
                "colour", "red",
                "contact.middleName", "Augusta",
                "page", "  ");
        LeadDraft json = LeadDraft.of(new ObjectMapper().readTree("""
                {"externalReferenceId": "web-1", "campaignId": "c", "enquiryType": "Test Drive",
                 "enquiryDateTime": "2026-11-21T10:20:59Z", "acquisitionChannel": "Website", "ipAddress": "203.0.113.7",
                 "contact": {"firstName": "Ada", "lastName": "Lovelace", "emailAddress": "ada@example.com",
                   "phoneNumber": "07700 900123", "gender": "F",
                   "address": {"postcode": "SW1A 1AA", "city": "London", "country": "GB"}},
                 "optInConsents": {"email": true, "phone": false, "sms": null},
                 "vehicle": {"name": "Example Vehicle"},
                 "attributes": {"utm_source": "newsletter", "colour": "red", "contact.middleName": "Augusta"}}"""));

        assertThat(valid(form)).isEqualTo(valid(json));
        assertThat(form.contentHash()).isEqualTo(json.contentHash());
    }

    @ParameterizedTest
    @CsvSource({
        "true, true",
        "on, true",
        "yes, true",
        "1, true",
        "True, true",
        " YES , true",
        "false, false",
        "off, false",
        "no, false",
        "0, false",
        "OFF, false",
        "'', ",
        "' ', "
    })
    void aConsentIsOneOfEightWordsOrNotAsked(String word, Boolean consent) {
        assertThat(valid(ada("optInConsents.email", word)).optInConsents().email())
                .isEqualTo(consent);
    }

    @ParameterizedTest
    @ValueSource(strings = {"maybe", "y", "2", "checked", "null", "0n", "ja"})
    void anyOtherWordIsAFault(String word) {
        assertThat(faults(ada("optInConsents.sms", word))).containsExactly("#/optInConsents/sms invalid-consent");
    }

    // ASP.NET puts the hidden field behind the box, Rails before it.
    @ParameterizedTest
    @CsvSource({"true, false, true", "0, 1, true", "no, no, false", "off, '', false", "on, maybe, fault"})
    void aBoxAndTheHiddenFieldBesideItAreOneConsent(String one, String other, String consent) {
        LeadDraft form = ada("optInConsents.email", one, "optInConsents.email", other);

        if (consent.equals("fault")) {
            assertThat(faults(form)).containsExactly("#/optInConsents/email invalid-consent");
        } else {
            assertThat(valid(form).optInConsents().email()).isEqualTo(Boolean.valueOf(consent));
        }
    }

    @Test
    void aFieldThatComesTwiceWithDifferentValuesIsAFaultOfThatFieldAlone() {
        assertThat(faults(ada("contact.lastName", "King", "contact.address.city", "A", "contact.address.city", "B")))
                .containsExactlyInAnyOrder(
                        "#/contact/lastName duplicate-field", "#/contact/address/city duplicate-field");
    }

    @Test
    void withTheSameValueOrABlankOneItIsNone() {
        Lead lead = valid(ada("contact.lastName", " Lovelace", "contact.lastName", "", "enquiryType", " "));

        assertThat(lead.contact().lastName()).isEqualTo("Lovelace");
    }

    @Test
    void severalValuesOfAnAttributeAreAllKept() {
        Lead lead = valid(ada("interest", "SUV", "interest", "", "interest", "Estate", "attributes.interest", "SUV"));

        assertThat(lead.attributes()).containsExactly(Map.entry("interest", "SUV, Estate"));
    }

    @Test
    void attributesHaveTheSameLimitsAsInJson() {
        assertThat(faults(ada("a", "x".repeat(501)))).containsExactly("#/attributes/a too-long");
        assertThat(faults(ada("", "x"))).containsExactly("#/attributes/ invalid-name");
        assertThat(faults(ada("a".repeat(101), "x")).getFirst()).endsWith("too-long");
        List<String> many = new ArrayList<>(List.of(ADA));
        for (int i = 0; i <= 50; i++) {
            many.addAll(List.of("attribute" + i, "x"));
        }
        assertThat(faults(form(many.toArray(String[]::new)))).containsExactly("#/attributes too-many");
    }

    @Test
    void theAttributesMayBearNamesOfOurObjects() {
        assertThat(valid(ada("contact", "x", "attributes", "y", "vehicle", "z", "attributes.", "w"))
                        .attributes())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("contact", "x", "attributes", "y", "vehicle", "z", "attributes.", "w"));
    }

    @ParameterizedTest
    @CsvSource({
        "contact.emailAddress, true",
        "campaignId, true",
        "optInConsents.post, true",
        "attributes.colour, true",
        "contact, false",
        "attributes, false",
        "attributes., false",
        "colour, false",
        "contact.email, false",
        "'', false"
    })
    void whatIsAFieldIsKnown(String name, boolean isOne) {
        assertThat(LeadDraft.hasField(name)).isEqualTo(isOne);
    }

    private static LeadDraft ada(String... furtherNamesAndValues) {
        List<String> all = new ArrayList<>(List.of(ADA));
        all.addAll(List.of(furtherNamesAndValues));
        return form(all.toArray(String[]::new));
    }

    private static LeadDraft form(String... namesAndValues) {
        Map<String, List<String>> fields = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.computeIfAbsent(namesAndValues[i], name -> new ArrayList<>()).add(namesAndValues[i + 1]);
        }
        return LeadDraft.ofForm(fields);
    }

    private static Lead valid(LeadDraft form) {
        Checked checked = form.check(UK, NOW);
        assertThat(checked).as("%s", checked).isInstanceOf(Checked.Valid.class);
        return ((Checked.Valid) checked).lead();
    }

    private static List<String> faults(LeadDraft form) {
        return ((Checked.Invalid) form.check(UK, NOW))
                .violations().stream()
                        .map(violation -> violation.pointer() + " " + violation.code())
                        .toList();
    }
}
