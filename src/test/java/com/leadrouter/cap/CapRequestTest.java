package com.leadrouter.cap;

import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static com.leadrouter.cap.CapFixture.CAMPAIGN;
import static com.leadrouter.cap.CapFixture.LEAD_ID;
import static com.leadrouter.lead.LeadFixture.aLead;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import com.leadrouter.delivery.Courier;
import com.leadrouter.delivery.Delivery;
import com.leadrouter.delivery.Preview;
import com.leadrouter.lead.EnquiryType;
import com.leadrouter.lead.Lead;
import com.leadrouter.lead.LeadFixture;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes over the wire to CAP (CAP contract, sections 1 to 3), as CAP would see it. */
class CapRequestTest {

    private static final String[] TAKES_ALL = {
        "campaigns." + CAMPAIGN + ".phone", "required", "campaigns." + CAMPAIGN + ".postcode", "required"
    };

    @RegisterExtension
    private static final WireMockExtension CAP = WireMockExtension.newInstance()
            .options(wireMockConfig().dynamicPort())
            .build();

    @BeforeEach
    void accept() {
        CAP.stubFor(WireMock.post(anyUrl()).willReturn(status(202)));
    }

    @Test
    void theFullExampleIsWhatWeSend() {
        JsonNode sent = sent(exampleLead().build(), TAKES_ALL);

        assertThat(sent).isEqualTo(CapFixture.json(CapFixture.example("cap-request-full.json")));
    }

    @Test
    void whatIsPreviewedIsWhatIsSent() {
        Courier courier = CapFixture.courier(CAP.baseUrl(), TAKES_ALL);
        Lead lead = exampleLead().build();

        Preview preview = courier.preview(new Delivery(LEAD_ID, lead, 1, false));
        CAP.verify(0, anyRequestedFor(anyUrl()));

        JsonNode sent = sent(lead, TAKES_ALL);
        assertThat(new ObjectMapper().<JsonNode>valueToTree(preview.body())).isEqualTo(sent);
        assertThat(preview.url()).isEqualTo(CAP.baseUrl() + CapWire.PATH);
        assertThat(preview.headers()).containsEntry("X-API-Key", Preview.MASKED);
        assertThat(preview.errors()).isEmpty();
    }

    @Test
    void theMinimalExampleIsWhatWeSendSaveThatOurReferenceIsAlwaysThere() {
        JsonNode sent = sent(exampleLead()
                .withEnquiryType(EnquiryType.INTEREST_ONLY)
                .withIpAddress(null)
                .withPhone(null)
                .withPostcode(null)
                .withConsents(null, null, null, null)
                .build());

        ObjectNode expected = (ObjectNode) CapFixture.json(CapFixture.example("cap-request-minimal.json"));
        expected.withObject("/metadata").put("externalReferenceId", LEAD_ID.toString());
        assertThat(sent).isEqualTo(expected);
    }

    @ParameterizedTest(name = "row {0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
                     1 | /metadata                                 | OBJECT
                     2 | /metadata/campaignId                      | 966c7488-bfa7-45b5-8510-d26ba3008879
                     3 | /metadata/enquiryDateTime                 | 2024-09-12T10:20:59
                     4 | /metadata/externalReferenceId             | 9cf5ae87-aafb-43e5-b4d3-9d72367a2b86
                     5 | /metadata/enquiryType                     | Test Drive
                     6 | /metadata/ipAddress                       | 203.0.113.10
                     7 | /metadata/enquirySource/acquisitionChannel | Example Channel
                     8 | /contactDetail                            | OBJECT
                     9 | /contactDetail/firstName                  | Test
                    10 | /contactDetail/lastName                   | Test
                    11 | /contactDetail/emailAddress               | test.lead@example.com
                    12 | /contactDetail/phoneNumber                | +447700900123
                    13 | /contactDetail/address/postcode           | SW1A 1AA
                    14 | /optInConsents                            | OBJECT
                    15 | /optInConsents/email                      | true
                    16 | /optInConsents/phone                      | false
                    17 | /optInConsents/sms                        | null
                    18 | /optInConsents/post                       | null
                    19 | /vehicle/name                             | Example Vehicle
                    """)
    void everyPropertyOfTheTableHasItsPlace(int row, String pointer, String value) {
        JsonNode found = sent(exampleLead().build(), TAKES_ALL).at(pointer);

        assertThat(found.isMissingNode()).isFalse();
        assertThat(found.isObject() ? "OBJECT" : found.asText()).isEqualTo(value);
    }

    @Test
    void theCallIsThatOfTheContract() {
        sent(exampleLead().build());

        LoggedRequest request = request();
        assertThat(request.getUrl()).isEqualTo("/lead-submission/v1/external");
        assertThat(request.getHeader("Content-Type")).isEqualTo("application/json");
        assertThat(request.getHeader("Accept")).isEqualTo("application/json");
        assertThat(request.getHeader("X-API-Key")).isEqualTo(CapFixture.API_KEY);
    }

    @ParameterizedTest
    @CsvSource({"/, /lead-submission/v1/external", "/gateway, /gateway/lead-submission/v1/external"})
    void aPathInTheBaseUrlIsKept(String path, String expected) {
        CapFixture.deliver(
                CapFixture.courier(CAP.baseUrl() + path), exampleLead().build());

        assertThat(request().getUrl()).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource(EnquiryType.class)
    void enquiryTypesGoInCapsOwnWords(EnquiryType type) {
        assertThat(sent(exampleLead().withEnquiryType(type).build())
                        .at("/metadata/enquiryType")
                        .asText())
                .isEqualTo(type.text());
    }

    @Test
    void theSendersOwnReferenceStaysWithUs() {
        JsonNode sent = sent(exampleLead().withExternalReferenceId("web-000123").build());

        assertThat(sent.toString()).doesNotContain("web-000123").contains(LEAD_ID.toString());
    }

    @Test
    void theMomentIsInUtcWithoutFraction() {
        Lead lead = exampleLead()
                .withEnquiryDateTime(Instant.parse("2024-07-01T23:59:59.999Z"))
                .build();

        assertThat(sent(lead).at("/metadata/enquiryDateTime").asText()).isEqualTo("2024-07-01T23:59:59");
    }

    @Test
    void theZoneCanBeSwitchedOn() {
        JsonNode sent = sent(exampleLead().build(), "enquiry-date-time-pattern", "yyyy-MM-dd'T'HH:mm:ssXXX");

        assertThat(sent.at("/metadata/enquiryDateTime").asText()).isEqualTo("2024-09-12T10:20:59Z");
    }

    @Test
    void theConsentsHaveTheNamesOfTheConfigurationAndKeepTheirThreeMeanings() {
        JsonNode sent = sent(
                exampleLead().withConsents(null, true, false, null).build(),
                "consent-names.email",
                "emailOptIn",
                "consent-names.post",
                "letter");

        assertThat(sent.get("optInConsents"))
                .isEqualTo(
                        CapFixture.json("{\"emailOptIn\": null, \"phone\": true, \"sms\": false, \"letter\": null}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"optional", "required"})
    void phoneAndPostcodeGoWhereTheCampaignTakesThem(String need) {
        JsonNode contact = sent(
                        exampleLead().build(),
                        "campaigns." + CAMPAIGN + ".phone",
                        need,
                        "campaigns." + CAMPAIGN + ".postcode",
                        need)
                .get("contactDetail");

        assertThat(contact.has("phoneNumber")).isTrue();
        assertThat(contact.at("/address/postcode").asText()).isEqualTo("SW1A 1AA");
    }

    @Test
    void phoneAndAddressStayAwayWhereTheCampaignTakesNone() {
        JsonNode contact = sent(
                        exampleLead().build(),
                        "campaigns." + CAMPAIGN + ".phone",
                        "omit",
                        "campaigns." + CAMPAIGN + ".postcode",
                        "omit")
                .get("contactDetail");

        assertThat(contact.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("firstName", "lastName", "emailAddress");
    }

    @Test
    void ofACampaignThatIsNotListedThePhoneGoesAndTheAddressStays() {
        JsonNode contact = sent(exampleLead().build()).get("contactDetail");

        assertThat(contact.has("phoneNumber")).isTrue();
        assertThat(contact.has("address")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"sw1a1aa, SW1A 1AA", "' m1  1ae', M1 1AE", "cr2 6xh, CR2 6XH", "DN551PT, DN55 1PT", "gir 0aa, GIR 0AA"})
    void postcodesGoInUpperCaseWithOneBlank(String typed, String expected) {
        assertThat(sent(exampleLead().withPostcode(typed).build(), TAKES_ALL)
                        .at("/contactDetail/address/postcode")
                        .asText())
                .isEqualTo(expected);
    }

    @Test
    void aForeignNumberStaysAwayWhereItIsNotRequired() {
        JsonNode sent = sent(exampleLead().withPhone("+919876543210").build());

        assertThat(sent.get("contactDetail").has("phoneNumber")).isFalse();
    }

    @Test
    void aForeignPostcodeStaysAwayWhereItIsNotRequired() {
        JsonNode sent = sent(
                exampleLead().withCountry("IN").withPostcode("560001").build(),
                "campaigns." + CAMPAIGN + ".postcode",
                "optional");

        assertThat(sent.get("contactDetail").has("address")).isFalse();
    }

    @Test
    void vehicleAndCampaignGoAsTheyAreListedWhateverTheLetterCaseOfTheSource() {
        JsonNode sent = sent(
                exampleLead()
                        .withVehicle("example VEHICLE")
                        .withCampaignId("966C7488-BFA7-45B5-8510-D26BA3008879")
                        .build(),
                "campaigns." + CAMPAIGN + ".vehicles[0]",
                "Other Vehicle",
                "campaigns." + CAMPAIGN + ".vehicles[1]",
                "Example Vehicle");

        assertThat(sent.at("/vehicle/name").asText()).isEqualTo("Example Vehicle");
        assertThat(sent.at("/metadata/campaignId").asText()).isEqualTo(CAMPAIGN);
    }

    @Test
    void aCampaignThatIsNotListedGoesAsTheSourceSpellsIt() {
        JsonNode sent = sent(exampleLead()
                .withCampaignId("966C7488-BFA7-45B5-8510-D26BA3008879")
                .build());

        assertThat(sent.at("/metadata/campaignId").asText()).isEqualTo("966C7488-BFA7-45B5-8510-D26BA3008879");
    }

    @Test
    void lettersOfAllAlphabetsArriveWhole() {
        JsonNode sent = sent(exampleLead()
                .withFirstName("Zoë 💙")
                .withLastName("Müller \"Ü\" \\ 李")
                .build());

        assertThat(sent.at("/contactDetail/firstName").asText()).isEqualTo("Zoë 💙");
        assertThat(sent.at("/contactDetail/lastName").asText()).isEqualTo("Müller \"Ü\" \\ 李");
    }

    @Test
    void theTextFormShowsNothingOfThePerson() {
        CapSettings settings = CapSettingsTest.bind(CapFixture.properties("https://cap.example.com", TAKES_ALL));
        CapRequest request = new CapLead(exampleLead().withFirstName("Ada").build(), settings).request(LEAD_ID);

        assertThat(List.of(
                        request,
                        request.metadata(),
                        request.contactDetail(),
                        request.contactDetail().address()))
                .asString()
                .contains(LEAD_ID.toString())
                .doesNotContain("Ada", "test.lead", "7700", "SW1A", "203.0");
    }

    private static LeadFixture exampleLead() {
        return aLead().withCampaignId(CAMPAIGN)
                .withEnquiryDateTime(Instant.parse("2024-09-12T10:20:59Z"))
                .withEnquiryType(EnquiryType.TEST_DRIVE)
                .withIpAddress("203.0.113.10")
                .withAcquisitionChannel("Example Channel")
                .withFirstName("Test")
                .withLastName("Test")
                .withEmail("test.lead@example.com")
                .withPhone("+447700900123")
                .withPostcode("SW1A 1AA")
                .withCountry("GB")
                .withConsents(true, false, null, null)
                .withVehicle("Example Vehicle");
    }

    private static JsonNode sent(Lead lead, String... settings) {
        CapFixture.deliver(CapFixture.courier(CAP.baseUrl(), settings), lead);
        return CapFixture.json(request().getBodyAsString());
    }

    private static LoggedRequest request() {
        List<LoggedRequest> requests = CAP.findAll(postRequestedFor(anyUrl()));
        assertThat(requests).hasSize(1);
        return requests.getFirst();
    }
}
