package com.leadrouter.kapture;

import static com.leadrouter.kapture.ScriptedKapture.add;
import static com.leadrouter.kapture.ScriptedKapture.example;
import static com.leadrouter.kapture.ScriptedKapture.exampleText;
import static com.leadrouter.kapture.ScriptedKapture.get;
import static com.leadrouter.kapture.ScriptedKapture.json;
import static com.leadrouter.kapture.ScriptedKapture.update;
import static com.leadrouter.lead.LeadFixture.aLead;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import com.leadrouter.delivery.CallLog;
import com.leadrouter.lead.EnquiryType;
import com.leadrouter.lead.Lead;
import com.leadrouter.lead.LeadFixture;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What goes over the wire, against the contract's own example requests (Kapture contract, sections 2 to 6). */
class KaptureRequestTest {

    private static final ScriptedKapture kapture = new ScriptedKapture();

    @BeforeEach
    void asNew() {
        kapture.reset();
    }

    @AfterAll
    static void stop() {
        kapture.close();
    }

    /**
     * The example has one name, a contact person who is not the customer, and no source; a lead has two names, is one
     * person, and has a source. The defaults say so here; see the next test for what differs without them.
     */
    @Test
    void addSendsTheContractsExample() {
        kapture.set("defaults.customer-name", "{contact.firstName}")
                .set("defaults.contact-person-name", "Aadii")
                .set("defaults.contact-person-phone", "{attributes.second-phone}")
                .set("defaults.contact-person-email", "aadii@example.com")
                .set("defaults.campaign-name", "")
                .set("defaults.secSource", "")
                .set("defaults.tert_source", "");

        assertThat(sentByAdd(qwera().build())).isEqualTo(json(exampleText("kapture-add-request.json")));
    }

    @Test
    void addWithoutDefaultsDiffersFromTheExampleInContactPersonAndSource() {
        ObjectNode expected = (ObjectNode) json(exampleText("kapture-add-request.json"));
        // A lead has a first and a last name, Kapture one name.
        expected.put("customer_name", "Qwera Aadii");
        // The person who asks is the contact person.
        expected.put("contact_person_name", "Qwera Aadii");
        expected.put("contact_person_phone", "9876543210");
        expected.put("contact_person_email", "qwera@example.com");
        // Where the lead comes from.
        expected.put("campaign_name", "Website");
        expected.put("secSource", "website-in");
        expected.put("tertSource", "Test Drive Example Vehicle");

        assertThat(sentByAdd(qwera().build())).isEqualTo(expected);
    }

    @Test
    void addSendsAllFieldsInOrderAsTextHoweverLittleIsKnown() {
        JsonNode sent = sentByAdd(aLead().withPhone(null)
                .withGender(null)
                .withCity(null)
                .withState(null)
                .withCountry(null)
                .withAcquisitionChannel(null)
                .withEnquiryType(null)
                .withVehicle(null)
                .build());

        assertThat(names(sent)).isEqualTo(names(json(exampleText("kapture-add-request.json"))));
        assertThat(sent).allMatch(JsonNode::isTextual);
        assertThat(values(sent))
                .isEqualTo(Map.of(
                        "customer_name", "Ada Lovelace",
                        "contact_person_name", "Ada Lovelace",
                        "email_id", "ada@example.com",
                        "contact_person_email", "ada@example.com",
                        "country", "India",
                        "country_code", "+91",
                        "secSource", "website-uk"));
    }

    /** The example changes a name alone; the lead's source is left out here, and tested below. */
    @Test
    void updateSendsTheContractsExample() {
        kapture.set("defaults.customer-name", "{contact.firstName}")
                .set("defaults.campaign-name", "")
                .set("defaults.sec-source", "")
                .set("defaults.tert-source", "");
        kapture.customers().know(65033646, "+919876543210", "qwera@example.com");

        assertThat(sentByUpdate(qwera().withFirstName("Qweraa").build()))
                .isEqualTo(json(exampleText("kapture-update-request.json")));
    }

    @Test
    void updateLeavesATraceOfTheEnquiryAndNothingElse() {
        kapture.set("defaults.country", "India")
                .set("defaults.customer-assign-emp-name", "Somebody")
                .set("defaults.tert-source", "{attributes.none}");
        kapture.customers().know(65033646, "+919876543210", null);

        assertThat(values(sentByUpdate(qwera().build())))
                .isEqualTo(Map.of(
                        "customer_name", "Qwera Aadii",
                        "email_id", "qwera@example.com",
                        "kapture_customer_id", "65033646",
                        "campaign_name", "Website",
                        "secSource", "website-in"));
    }

    /** The specification's sample has three values at once; how they combine is unknown, so one is sent (section 6). */
    @Test
    void getSendsTheContractsExamplesWithOneValue() {
        JsonNode sample = json(exampleText("kapture-get-request.json"));

        assertThat(sentBy(new Search.ByPhone(new KapturePhone("9876543212"))))
                .isEqualTo(json(exampleText("kapture-get-request-by-phone.json")))
                .isEqualTo(only("phone", sample));
        assertThat(sentBy(new Search.ByEmail("nishchal@example.com")))
                .isEqualTo(json(exampleText("kapture-get-request-by-email.json")))
                .isEqualTo(only("email_id", sample));
        assertThat(sentBy(new Search.ById(new CustomerId(61371820)))).isEqualTo(only("kapture_customer_id", sample));
    }

    @Test
    void callsArePostsOfJsonWithTheAuthKey() {
        sentByAdd(qwera().build());

        LoggedRequest request = kapture.requests().getFirst();
        assertThat(request.getMethod().value()).isEqualTo("POST");
        assertThat(request.getHeader("Authorization")).isEqualTo("Basic common-key");
        assertThat(request.getHeader("Content-Type")).isEqualTo("application/json");
    }

    @Test
    void userNameAndPasswordMakeTheAuthKey() {
        kapture.unset("auth-key").set("username", "kapdemo").set("password", "kap123");

        sentByAdd(qwera().build());

        assertThat(kapture.requests().getFirst().getHeader("Authorization")).isEqualTo("Basic a2FwZGVtbzprYXAxMjM=");
    }

    @Test
    void aCallWithAKeyOfItsOwnUsesThat() {
        kapture.set("auth-keys.get", "get-key").set("auth-keys.update", "update-key");
        kapture.answers(
                add(example(400, "kapture-add-failed-duplicate-phone.json")),
                get(example(200, "kapture-get-response.json")),
                update(example(200, "kapture-update-response.json")));

        kapture.deliver(qwera().build());

        assertThat(kapture.requests())
                .extracting(request -> request.getHeader("Authorization"))
                .containsExactly("Basic common-key", "Basic get-key", "Basic update-key");
    }

    @Test
    void thePathsAreThoseOfTheContract() {
        kapture.unset("paths.add").unset("paths.get").unset("paths.update");

        kapture.deliver(qwera().build(), true);
        kapture.customers().know(1, "+919876543210", null);
        kapture.deliver(qwera().build());
        kapture.customers().clear();
        kapture.deliver(qwera().build());

        assertThat(kapture.operations())
                .containsExactly("search-customer-by-customer-id.html", "add-update-enquiry", "add-update-enquiry");
    }

    @ParameterizedTest
    @CsvSource({"/, /add", "/tenant, /tenant/add", "/tenant/, /tenant/add"})
    void theBaseUrlMayHaveAPathAndEndInASlash(String path, String expected) {
        kapture.set("base-url", kapture.baseUrl() + path).deliver(qwera().build());

        assertThat(kapture.requests()).extracting(LoggedRequest::getUrl).containsExactly(expected);
    }

    @Test
    void aBritishMobileIsNotSentThoughItLooksIndianWithoutItsPrefix() {
        JsonNode sent = sentByAdd(qwera().withPhone("+447700900123").build());

        assertThat(sent.path("phone").asText()).isEmpty();
        assertThat(sent.path("contact_person_phone").asText()).isEmpty();
        assertThat(sent.path("email_id").asText()).isEqualTo("qwera@example.com");
    }

    @ParameterizedTest
    @CsvSource({"M,M", "male,M", "Man,M", "f,F", "Female,F", "WOMAN,F", "diverse,''", "Mr,''", ",''"})
    void genderIsALetterOrUnknown(String gender, String expected) {
        assertThat(sentByAdd(qwera().withGender(gender).build()).path("gender").asText())
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"IN,India", "GB,United Kingdom", "DE,Germany", ",Bhutan"})
    void countryIsTheEnglishNameElseTheDefault(String country, String expected) {
        kapture.set("defaults.country", "Bhutan");

        assertThat(sentByAdd(qwera().withCountry(country).build())
                        .path("country")
                        .asText())
                .isEqualTo(expected);
    }

    @Test
    void whatThePersonSaysOfPlaceAndGenderGoesBeforeADefault() {
        kapture.set("defaults.city", "Pune").set("defaults.state", "Goa").set("defaults.gender", "F");

        JsonNode sent = sentByAdd(qwera().withState(null).build());

        assertThat(sent.path("city").asText()).isEqualTo("Bangalore");
        assertThat(sent.path("state").asText()).isEqualTo("Goa");
        assertThat(sent.path("gender").asText()).isEqualTo("M");
    }

    @Test
    void templatesTakeAnyValueOfTheLeadAndLeaveNoGapForWhatIsNotThere() {
        kapture.set("defaults.zone", "{attributes.zone}")
                .set("defaults.campaign-name", "{campaignId} / {contact.address.postcode}")
                .set("defaults.tert-source", "{enquiryType} {vehicle.name} {externalReferenceId}");

        JsonNode sent = sentByAdd(qwera().withAttribute("zone", "South $1")
                .withCampaignId("c-1")
                .withPostcode("560001")
                .withVehicle(null)
                .withExternalReferenceId("web-1")
                .build());

        assertThat(sent.path("zone").asText()).isEqualTo("South $1");
        assertThat(sent.path("campaign_name").asText()).isEqualTo("c-1 / 560001");
        assertThat(sent.path("tertSource").asText()).isEqualTo("Test Drive web-1");
    }

    private static LeadFixture qwera() {
        return aLead().withSource("website-in")
                .withFirstName("Qwera")
                .withLastName("Aadii")
                .withPhone("+919876543210")
                .withEmail("qwera@example.com")
                .withCountry("IN")
                .withState("Karnataka")
                .withCity("Bangalore")
                .withGender("M")
                .withAcquisitionChannel("Website")
                .withEnquiryType(EnquiryType.TEST_DRIVE)
                .withVehicle("Example Vehicle")
                .withAttribute("second-phone", "9876543211");
    }

    private static JsonNode sentByAdd(Lead lead) {
        kapture.answers(add(example(200, "kapture-add-response.json"))).deliver(lead);
        assertThat(kapture.operations()).containsExactly("add");
        return kapture.sent(0);
    }

    private static JsonNode sentByUpdate(Lead lead) {
        kapture.answers(update(example(200, "kapture-update-response.json"))).deliver(lead);
        assertThat(kapture.operations()).containsExactly("update");
        return kapture.sent(0);
    }

    private static JsonNode sentBy(Search search) {
        kapture.calls(new CallLog(Clock.systemUTC())).get(search);
        return kapture.sent(kapture.requests().size() - 1);
    }

    private static JsonNode only(String kept, JsonNode sample) {
        JsonNode copy = sample.deepCopy();
        ObjectNode search = (ObjectNode) copy.get(0);
        names(search).stream().filter(name -> !name.equals(kept)).forEach(name -> search.put(name, ""));
        return copy;
    }

    private static List<String> names(JsonNode object) {
        return object.properties().stream().map(Map.Entry::getKey).toList();
    }

    private static Map<String, String> values(JsonNode object) {
        return object.properties().stream()
                .filter(property -> !property.getValue().asText().isEmpty())
                .collect(Collectors.toMap(
                        Map.Entry::getKey, property -> property.getValue().asText()));
    }
}
