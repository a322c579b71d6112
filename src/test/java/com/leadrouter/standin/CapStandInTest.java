package com.leadrouter.standin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CapStandInTest {

    private static final String CAMPAIGN = "966c7488-bfa7-45b5-8510-d26ba3008879";
    private static final String LEAD = "9cf5ae87-aafb-43e5-b4d3-9d72367a2b86";

    private CapStandIn cap = new CapStandIn();
    private final Caller caller = new Caller();

    @AfterEach
    void close() {
        caller.close();
        cap.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"cap-request-full.json", "cap-request-minimal.json"})
    void theContractsExamplesAreAccepted(String file) {
        HttpResponse<String> answer = send(Example.of(file).text());

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(cap.contractViolations()).isEmpty();
        assertThat(cap.accepted()).isEqualTo(1);
    }

    @Test
    void aLeadIsRememberedByItsReference() {
        sendLead(lead -> {});
        cap.faults().next(1, Fault.status(500));
        sendLead(lead -> {});

        assertThat(cap.requests(LEAD)).isEqualTo(2);
        assertThat(cap.accepted(LEAD)).isEqualTo(1);
        assertThat(cap.calls().of(LEAD))
                .extracting(call -> call.status().orElse(0))
                .containsExactly(202, 500);
        assertThat(cap.calls().of(LEAD)).extracting(Call::arrivedAt).isSorted();
        assertThat(cap.calls().of(LEAD).getFirst().body()).isEqualTo(full());
        assertThat(cap.requests("another")).isZero();
    }

    @Test
    void aWrongKeyIsUnauthorized() {
        var request = Caller.cap(cap, full().toString()).setHeader("X-API-Key", "wrong");

        assertExample(caller.send(request), "cap-response-401.json");
        assertThat(cap.accepted()).isZero();
        assertThat(cap.requests(LEAD)).isEqualTo(1);
    }

    @Test
    void anotherContentTypeIsAViolation() {
        var request = Caller.cap(cap, full().toString()).setHeader("Content-Type", "text/plain");

        assertThat(caller.send(request).statusCode()).isEqualTo(415);
        assertThat(cap.contractViolations()).containsExactly("submit: Content-Type is not application/json");
    }

    @Test
    void anotherPathIsAViolation() {
        assertThat(caller.curl("POST", cap.baseUrl() + "/v2").statusCode()).isEqualTo(404);
        assertThat(caller.curl("GET", cap.baseUrl() + CapPartner.PATH).statusCode())
                .isEqualTo(405);
        assertThat(cap.contractViolations()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "null", "{\"metadata\":{},\"metadata\":{}}", "{} {}"})
    void whatIsNoJsonObjectIsAViolation(String body) {
        assertThat(send(body).statusCode()).isEqualTo(400);
        assertThat(cap.contractViolations()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/surplus|1",
                "/metadata/surplus|\"x\"",
                "/metadata/enquirySource/surplus|\"x\"",
                "/contactDetail/address/city|\"London\"",
                "/vehicle/make|\"x\"",
                "/metadata|1",
                "/optInConsents|[]",
                "/optInConsents|null",
                "/metadata|null",
                "/contactDetail/firstName|1",
                "/metadata/campaignId|\"966c7488bfa745b58510d26ba3008879\"",
                "/metadata/enquiryDateTime|\"2024-09-12T10:20:59Z\"",
                "/metadata/enquiryDateTime|\"2024-09-12T10:20:59.52\"",
                "/metadata/enquiryDateTime|\"2024-9-12T10:20:59\"",
                "/metadata/enquiryDateTime|\"2023-02-29T10:20:59\"",
                "/metadata/enquiryType|\"test drive\"",
                "/contactDetail/phoneNumber|\"+44 7700 900123\"",
                "/contactDetail/phoneNumber|\"+33123456789\"",
                "/optInConsents/email|\"true\"",
                "/optInConsents/whatsapp|true",
            })
    void whatNoSenderShouldSendIsRefusedAndCounted(String pointer, String value) {
        HttpResponse<String> answer = sendLead(lead -> put(lead, pointer, value));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(Json.read(answer.body()).orElseThrow().path("errors").has("$" + pointer.replace('/', '.')))
                .as(answer.body())
                .isTrue();
        assertThat(cap.contractViolations()).hasSize(1).first().asString().contains("$" + pointer.replace('/', '.'));
        assertThat(cap.accepted()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/metadata/externalReferenceId|\"\"",
                "/metadata/ipAddress|null",
                "/contactDetail/phoneNumber|\"\"",
                "/contactDetail/address|null",
                "/contactDetail/firstName|\" \"",
                "/contactDetail/lastName|null",
            })
    void blanksAndNullsAreRefusedAndCounted(String pointer, String value) {
        assertThat(sendLead(lead -> put(lead, pointer, value)).statusCode()).isEqualTo(400);
        assertThat(cap.contractViolations()).isNotEmpty();
        assertThat(cap.accepted()).isZero();
    }

    @Test
    void aCampaignIdThatIsNoGuidIsAnsweredByTheFramework() {
        HttpResponse<String> answer = sendLead(lead -> put(lead, "/metadata/campaignId", "\"SUMMER\""));

        assertExample(answer, "cap-response-400-problem-details.json");
    }

    @Test
    void aMissingConsentIsCounted() {
        sendLead(lead -> remove(lead, "/optInConsents/sms"));

        assertThat(cap.contractViolations()).containsExactly("submit: $.optInConsents.sms: Missing consent.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/metadata|Property:Metadata; ErrorMessage:Metadata must not be empty.",
                "/metadata/enquiryDateTime|Property:Metadata.EnquiryDateTime; ErrorMessage:EnquiryDateTime must not be empty.",
                "/metadata/enquiryType|Property:Metadata.EnquiryType; ErrorMessage:EnquiryType must not be empty.",
                "/metadata/enquirySource|Property:Metadata.EnquirySource; ErrorMessage:EnquirySource must not be empty.",
                "/vehicle|Property:Vehicle; ErrorMessage:Vehicle must not be empty.",
                "/contactDetail|Property:ContactDetail; ErrorMessage:ContactDetail must not be empty.",
                "/contactDetail/firstName|Property:ContactDetail.FirstName; ErrorMessage:'First Name' must not be empty.",
                "/contactDetail/lastName|Property:ContactDetail.LastName; ErrorMessage:LastName must not be empty.",
                "/contactDetail/emailAddress|Property:ContactDetail.EmailAddress; ErrorMessage:EmailAddress must not be empty.",
                "/contactDetail/address/postcode|Property:ContactDetail.Address.Postcode; ErrorMessage:Postcode must not be empty.",
                "/optInConsents|Property:OptInConsents; ErrorMessage:Opt In Consents must not be empty",
                "/metadata/campaignId|The campaign ID is invalid or missing.",
            })
    void whatIsMissingIsAnsweredInTheWordsOfTheContract(String pointer, String message) {
        HttpResponse<String> answer = sendLead(lead -> remove(lead, pointer));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(errors(answer)).containsExactly(message);
        assertThat(cap.contractViolations()).isEmpty();
    }

    @Test
    void severalMessagesComeTogetherAsInTheExamples() {
        assertExample(
                sendLead(lead -> {
                    remove(lead, "/contactDetail/firstName");
                    put(lead, "/contactDetail/address/postcode", "\"SW1A1AA\"");
                }),
                "cap-response-400-validation.json");
        assertExample(
                sendLead(lead -> {
                    put(lead, "/metadata/enquirySource", "{}");
                    remove(lead, "/metadata/enquirySource/acquisitionChannel");
                    put(lead, "/metadata/enquirySource/acquisitionChannel", "\" \"");
                    put(lead, "/vehicle/name", "\" \"");
                }),
                "cap-response-400-validation-config.json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SW1A 1AA", "M1 1AE", "B33 8TH", "CR2 6XH", "DN55 1PT", "W1A 0AX", "EC1A 1BB", "GIR 0AA"})
    void postcodesOfEveryFormAreAccepted(String postcode) {
        HttpResponse<String> answer =
                sendLead(lead -> put(lead, "/contactDetail/address/postcode", "\"" + postcode + "\""));

        assertThat(answer.statusCode()).isEqualTo(202);
    }

    @Test
    void aCampaignThatHasEndedIsAnsweredAsInTheExample() {
        cap.campaign(CAMPAIGN.toUpperCase(Locale.ROOT), Campaign.in(Campaign.State.ENDED));

        assertExample(sendLead(lead -> {}), "cap-response-400-setup-campaign-ended.json");
        assertThat(cap.contractViolations()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"UNKNOWN,not found", "NOT_STARTED,has not started", "INACTIVE,not currently active"})
    void aCampaignThatTakesNoLeadsIsASetupError(Campaign.State state, String words) {
        cap.campaign(CAMPAIGN, Campaign.in(state));

        assertThat(errors(sendLead(lead -> {}))).hasSize(1).first().asString().contains(words);
        assertThat(cap.accepted()).isZero();
    }

    @Test
    void vehiclesAndChannelsOffTheListAreSetupErrors() {
        cap.vehicles("Another Vehicle");
        assertExample(sendLead(lead -> {}), "cap-response-400-setup-object.json");

        cap.vehicles("Example Vehicle");
        cap.acquisitionChannels("Another Channel");
        assertThat(errors(sendLead(lead -> {})))
                .containsExactly("The acquisition channel is invalid. Verify the value.");

        cap.acquisitionChannels("Example Channel");
        assertThat(sendLead(lead -> {}).statusCode()).isEqualTo(202);
    }

    @Test
    void aCampaignMayAskForPhoneAndPostcode() {
        cap.campaign(CAMPAIGN, Campaign.active().requiringPhone().requiringPostcode());

        assertThat(errors(send(Example.of("cap-request-minimal.json").text())))
                .containsExactly(
                        "Property:ContactDetail.PhoneNumber; ErrorMessage:PhoneNumber must not be empty.",
                        "Property:ContactDetail.Address; ErrorMessage:Address must not be empty.");
        assertThat(sendLead(lead -> {}).statusCode()).isEqualTo(202);
    }

    @Test
    void aCampaignMayRefuseAnAddress() {
        cap.campaign(CAMPAIGN, Campaign.active().refusingAddress());

        assertThat(errors(sendLead(lead -> {})))
                .containsExactly("Property:ContactDetail.Address; ErrorMessage:Address must be empty.");
    }

    @Test
    void patternOfTheDateAndNamesOfTheConsentsCanBeAgreedOtherwise() {
        cap.close();
        cap = new CapStandIn(CapSettings.defaults()
                .withDateTimePattern("yyyy-MM-dd'T'HH:mm:ss'Z'")
                .withConsents(List.of("mail", "phone", "sms", "letter")));
        assertThat(sendLead(lead -> {}).statusCode()).isEqualTo(400);

        HttpResponse<String> answer = sendLead(lead -> {
            put(lead, "/metadata/enquiryDateTime", "\"2024-09-12T10:20:59Z\"");
            put(lead, "/optInConsents", "{\"mail\":true,\"phone\":null,\"sms\":false,\"letter\":null}");
        });
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    }

    @Test
    void manyCallersAtOnceAreAllCounted() {
        var sent = IntStream.range(0, 2_000)
                .mapToObj(i -> {
                    ObjectNode lead = full();
                    put(lead, "/metadata/externalReferenceId", "\"lead-" + i % 500 + "\"");
                    return lead.toString();
                })
                .toList();
        for (int from = 0; from < sent.size(); from += 50) {
            CompletableFuture.allOf(sent.subList(from, from + 50).stream()
                            .map(body -> caller.sendAsync(Caller.cap(cap, body)))
                            .toArray(CompletableFuture[]::new))
                    .join();
        }

        assertThat(cap.accepted()).isEqualTo(2_000);
        assertThat(cap.accepted("lead-7")).isEqualTo(4);
    }

    private HttpResponse<String> sendLead(Consumer<ObjectNode> change) {
        ObjectNode lead = full();
        change.accept(lead);
        return send(lead.toString());
    }

    private HttpResponse<String> send(String body) {
        return caller.send(Caller.cap(cap, body));
    }

    private static ObjectNode full() {
        return Example.of("cap-request-full.json").json();
    }

    private static void put(ObjectNode lead, String pointer, String value) {
        int cut = pointer.lastIndexOf('/');
        ((ObjectNode) lead.at(pointer.substring(0, cut)))
                .set(pointer.substring(cut + 1), Json.read(value).orElseThrow());
    }

    private static void remove(ObjectNode lead, String pointer) {
        int cut = pointer.lastIndexOf('/');
        ((ObjectNode) lead.at(pointer.substring(0, cut))).remove(pointer.substring(cut + 1));
    }

    private static List<String> errors(HttpResponse<String> answer) {
        JsonNode errors = Json.read(answer.body()).orElseThrow().path("errors");
        return errors.valueStream().map(JsonNode::asText).toList();
    }

    private static void assertExample(HttpResponse<String> answer, String file) {
        assertThat(Json.read(answer.body()).orElseThrow())
                .isEqualTo(Json.read(Example.of(file).text()).orElseThrow());
        assertThat(answer.statusCode()).isEqualTo(Example.of(file).status().orElseThrow());
    }
}
