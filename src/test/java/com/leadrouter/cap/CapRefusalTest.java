package com.leadrouter.cap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.leadrouter.cap.CapProperty.Reading;
import com.leadrouter.delivery.DeliveryError;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The tolerant reader of refusals (CAP contract, sections 5 to 7). */
class CapRefusalTest {

    private static final String FIRST_NAME =
            "Property:ContactDetail.FirstName; ErrorMessage:'First Name' must not be empty.";
    private static final DeliveryError FIRST_NAME_READ =
            DeliveryError.of("ContactDetail.FirstName", "'First Name' must not be empty.");

    @ParameterizedTest
    @ValueSource(
            strings = {
                FIRST_NAME,
                "\"" + FIRST_NAME + "\"",
                "\uFEFF[\"" + FIRST_NAME + "\"]",
                "{\"a\": {\"b\": [[{\"c\": \"" + FIRST_NAME + "\"}]]}, \"title\": \"Bad Request\"}",
                "{\"type\": \"https://tools.ietf.org/html/rfc9110\", \"errors\": {\"x\": [\"" + FIRST_NAME + "\"]}}",
                "{\"errors\": [\"" + FIRST_NAME + "\"], \"cut",
                "{\"title\": \"x\"} and then " + FIRST_NAME,
                "Property:  ContactDetail.FirstName ;\n ErrorMessage:   'First Name' must\nnot be empty.  ,",
                "property:ContactDetail.FirstName;errormessage:'First Name' must not be empty."
            })
    void aValidationMessageIsFoundWhateverItsWrapper(String body) {
        assertThat(CapRefusal.read(400, body)).isEqualTo(new CapRefusal(List.of(FIRST_NAME_READ), Reading.DATA));
    }

    @Test
    void severalMessagesMayShareALine() {
        CapRefusal refusal = CapRefusal.read(
                400, "Property:Vehicle.Name; ErrorMessage:A; b; c. Property:Vehicle; ErrorMessage:D. " + FIRST_NAME);

        assertThat(refusal.errors())
                .containsExactly(
                        DeliveryError.of("Vehicle.Name", "A; b; c."),
                        DeliveryError.of("Vehicle", "D."),
                        FIRST_NAME_READ);
        assertThat(refusal.reading()).isEqualTo(Reading.DATA);
    }

    @Test
    void aMessageThatSpeaksOfAPropertyIsKeptWhole() {
        assertThat(CapRefusal.read(400, "Property:Vehicle; ErrorMessage:see Property: Name; or so")
                        .errors())
                .containsExactly(DeliveryError.of("Vehicle", "see Property: Name; or so"));
    }

    @ParameterizedTest
    @CsvSource({
        "contactdetail.firstname, DATA",
        "CONTACTDETAIL.FIRSTNAME, DATA",
        "FirstName, DATA",
        "Postcode, DATA",
        "Address.Postcode, DATA",
        "$.contactDetail.address.postcode, DATA",
        "'Contact Detail.First Name', DATA",
        "Name, CONFIGURATION",
        "AcquisitionChannel, CONFIGURATION",
        "EnquirySource.AcquisitionChannel, CONFIGURATION",
        "optInConsents, CONFIGURATION",
    })
    void pathsAreComparedWithoutLetterCaseAndAcceptedWithoutTheirParent(String path, Reading reading) {
        assertThat(CapProperty.reading(path, "whatever")).isEqualTo(reading);
    }

    @ParameterizedTest
    @CsvSource({
        "ContactDetail.Title, DATA",
        "ContactDetail.Address.Street, DATA",
        "ContactDetail.EmailAddress.Value, DATA",
        "Metadata.CampaignId, CONFIGURATION",
        "OptInConsents.Email, CONFIGURATION",
        "Vehicle.Model, CONFIGURATION",
        "Nonsense, CONFIGURATION",
        "'', CONFIGURATION",
        "..., CONFIGURATION",
    })
    void aPathThatTheContractDoesNotListIsReadAsItsParent(String path, Reading reading) {
        assertThat(CapProperty.reading(path, "must not be empty")).isEqualTo(reading);
    }

    @ParameterizedTest
    @CsvSource({
        "Address must be empty., CONFIGURATION",
        "'Address' Must Be Empty., CONFIGURATION",
        "Address must not be empty., DATA",
        "whatever, DATA",
    })
    void onlyOfTheAddressTheWordsDecide(String message, Reading reading) {
        assertThat(CapProperty.reading("ContactDetail.Address", message)).isEqualTo(reading);
        assertThat(CapProperty.reading("ContactDetail.FirstName", message)).isEqualTo(Reading.DATA);
        assertThat(CapProperty.reading("Vehicle", message)).isEqualTo(Reading.CONFIGURATION);
    }

    @Test
    void problemDetailsNameThePropertyAndComeWithoutTheirLinks() {
        CapRefusal refusal = CapRefusal.read(400, CapFixture.example("cap-response-400-problem-details.json"));

        assertThat(refusal)
                .isEqualTo(new CapRefusal(
                        List.of(
                                DeliveryError.of(
                                        "$.metadata.campaignId",
                                        "The JSON value could not be converted to System.Guid."),
                                DeliveryError.of(null, "One or more validation errors occurred.")),
                        Reading.CONFIGURATION));
    }

    @ParameterizedTest
    @CsvSource({
        "The prize draw was extended. No leads recommended.,",
        "Unexpected input.,",
        "Campaign ID is missing., invalid-campaign-id",
        "campaignId is invalid., invalid-campaign-id",
        "We could not find the campaign., unknown-campaign",
        "The vehicle could not be found for the campaign., unknown-vehicle",
    })
    void aGuessIsMadeFromWholeWordsAndChangesNoVerdict(String text, String code) {
        assertThat(CapRefusal.read(400, text))
                .isEqualTo(new CapRefusal(List.of(new DeliveryError(null, text, code)), Reading.CONFIGURATION));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{}",
                "[]",
                "null",
                "400",
                "\"\"",
                "{\"errors\": []}",
                "\u0000",
                "<html><body>Bad Request</body></html>",
                "{\"type\": \"https://example.com/x\", \"traceId\": \"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\"}"
            })
    void whereNoReasonCanBeReadWeSaySo(String body) {
        assertThat(CapRefusal.read(400, body))
                .isEqualTo(new CapRefusal(
                        List.of(DeliveryError.ours(
                                "no-reason-given", "CAP answered 400 without a reason that we can read")),
                        Reading.CONFIGURATION));
    }

    @Test
    void whatNoDatabaseTakesIsLeftOut() {
        assertThat(CapRefusal.read(400, "[\"Property:Veh\\u0000icle; ErrorMessage:a\\u0000\\ud800b 💙\"]")
                        .errors())
                .containsExactly(DeliveryError.of("Veh icle", "a b 💙"));
    }

    @Test
    void longMessagesAreCutBetweenWords() {
        String body = "Property:Vehicle; ErrorMessage:" + "word ".repeat(198) + "someone.with.a.name@example.com tail";

        assertThat(CapRefusal.read(400, body).errors())
                .singleElement()
                .satisfies(error ->
                        assertThat(error.message()).hasSizeLessThan(1010).endsWith("word …"));
    }

    @Test
    void messagesAreBoundedInNumber() {
        assertThat(CapRefusal.read(400, "[" + "\"x y\",".repeat(5000) + "\"z\"]")
                        .errors())
                .hasSize(50);
        assertThat(CapRefusal.read(400, FIRST_NAME.repeat(500)).errors()).hasSize(50);
    }

    static Stream<String> hostileBodies() {
        return Stream.of(
                        "Property:",
                        " ",
                        "Property: ",
                        "Property:;",
                        "Property: ; ",
                        "Property:; ErrorMessage:",
                        "Property:x; Error",
                        "[",
                        "{\"a\":",
                        "\"",
                        ",",
                        "<",
                        "not ",
                        "campaign not found ")
                .map(part -> part.repeat(300 * 1024 / part.length()));
    }

    @ParameterizedTest(name = "[{index}]")
    @MethodSource("hostileBodies")
    void noBodyTakesLongToRead(String body) {
        assertTimeoutPreemptively(Duration.ofSeconds(2), () -> CapRefusal.read(400, body));
        assertTimeoutPreemptively(
                Duration.ofSeconds(2),
                () -> CapRefusal.read(400, "Property:" + " ".repeat(40_000) + ";" + " ".repeat(20_000) + "x"));
    }

    @Test
    void deeplyNestedJsonIsJustAText() {
        assertThatCode(() -> CapRefusal.read(400, "[".repeat(30_000) + "]".repeat(30_000)))
                .doesNotThrowAnyException();
    }
}
