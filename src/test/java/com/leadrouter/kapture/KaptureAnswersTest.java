package com.leadrouter.kapture;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.leadrouter.kapture.ScriptedKapture.answer;
import static com.leadrouter.kapture.ScriptedKapture.example;
import static com.leadrouter.kapture.ScriptedKapture.exampleText;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.leadrouter.delivery.CallLog;
import com.leadrouter.delivery.CallLog.Call;
import com.leadrouter.delivery.CallOutcome;
import com.leadrouter.delivery.CallOutcome.Failed;
import com.leadrouter.delivery.CallOutcome.RejectedConfiguration;
import com.leadrouter.delivery.CallOutcome.RejectedData;
import com.leadrouter.delivery.CallOutcome.Throttled;
import com.leadrouter.delivery.CallOutcome.Unauthorized;
import com.leadrouter.delivery.CallOutcome.Unknown;
import com.leadrouter.delivery.CallOutcome.Unreachable;
import com.leadrouter.delivery.DeliveryError;
import com.leadrouter.kapture.Answer.Duplicate;
import com.leadrouter.kapture.Answer.Ended;
import com.leadrouter.kapture.Answer.Exists;
import com.leadrouter.kapture.Answer.Found;
import com.leadrouter.kapture.Answer.NotFound;
import com.leadrouter.kapture.Answer.Unclear;
import com.leadrouter.kapture.Answer.Written;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every answer that the contract names, and what it says nothing of, through real HTTP. */
class KaptureAnswersTest {

    private static final String REQUIRED = "Name and (Phone Number or Email Id) are required fields";
    private static final String INVALID_PHONE =
            "Invalid phone number, number must contain 10 digits and must start from 6 or above";
    private static final String PHONE_EXISTS = "This mobile number already exists. Please enter a new one.";
    private static final String EMAIL_EXISTS = "This email-id already exists. Please enter a new one.";
    private static final String BOTH_EXIST = "Both email and mobile number already exist. Please enter new details.";

    private static final ScriptedKapture kapture = new ScriptedKapture();

    private final CallLog log = new CallLog(Clock.systemUTC());

    @BeforeEach
    void asNew() {
        kapture.reset();
    }

    @AfterAll
    static void stop() {
        kapture.close();
    }

    static Stream<Arguments> answersOfAddAndUpdate() {
        return Stream.of(
                // Section 4.2 and 5: success.
                row("add accepted", example(200, "kapture-add-response.json"), written(65033646), 200),
                row("update accepted", example(200, "kapture-update-response.json"), written(65033646), 200),
                row("id 0", answer(200, written("0")), written(0), 200),
                row("no id", answer(200, "{\"status\":\"success\"}"), written(0), 200),
                row("no Enquiry", answer(200, "{\"Enquiry\":null,\"status\":\"success\"}"), written(0), 200),
                row("id as text", answer(200, written("\"65033646\"")), written(65033646), 200),
                row("id beyond 32 bits", answer(201, written("9007199254740993")), written(9007199254740993L), 201),
                row(
                        "generation A",
                        answer(
                                200,
                                "{\"Message\":\"Customer Added Successfully\",\"Kapture Customer Id\":\"48338968\","
                                        + "\"Status\":\"Success\"}"),
                        written(48338968),
                        200),
                // Section 4.3, row by row.
                row("row 1", example(401, "kapture-401.json"), unauthorized("Invalid Auth Key"), 401),
                row("row 2", example(400, "kapture-add-failed-required-fields.json"), data(null, REQUIRED), 400),
                row(
                        "row 3",
                        example(400, "kapture-add-failed-invalid-email.json"),
                        data("email_id", "Invalid email id."),
                        400),
                row("row 4", example(400, "kapture-add-failed-invalid-phone.json"), data("phone", INVALID_PHONE), 400),
                row(
                        "row 5",
                        example(400, "kapture-add-failed-duplicate-phone.json"),
                        exists(Duplicate.PHONE, PHONE_EXISTS),
                        400),
                row(
                        "row 6",
                        example(400, "kapture-add-failed-duplicate-email.json"),
                        exists(Duplicate.EMAIL, EMAIL_EXISTS),
                        400),
                row(
                        "row 7",
                        example(400, "kapture-add-failed-duplicate-both.json"),
                        exists(Duplicate.BOTH, "," + BOTH_EXIST),
                        400),
                // The same with the code that is not documented.
                row("row 1, 200", example(200, "kapture-401.json"), unauthorized("Invalid Auth Key"), 200),
                row("row 1, 500", example(500, "kapture-401.json"), unauthorized("Invalid Auth Key"), 500),
                row("row 1, 404", example(404, "kapture-401.json"), unauthorized("Invalid Auth Key"), 404),
                row("row 1, 400, no JSON", answer(400, "Invalid Auth Key"), unauthorized("Invalid Auth Key"), 400),
                row("row 2, 200", example(200, "kapture-add-failed-required-fields.json"), data(null, REQUIRED), 200),
                row(
                        "row 5, 200",
                        example(200, "kapture-add-failed-duplicate-phone.json"),
                        exists(Duplicate.PHONE, PHONE_EXISTS),
                        200),
                row(
                        "row 7, 409",
                        example(409, "kapture-add-failed-duplicate-both.json"),
                        exists(Duplicate.BOTH, "," + BOTH_EXIST),
                        409),
                // Broken over lines, in other letters, with other names.
                row(
                        "row 4 over two lines",
                        failed(
                                400,
                                "Invalid phone number, number must\\n   contain 10 digits and must start from 6 or above "),
                        data(
                                "phone",
                                "Invalid phone number, number must\n   contain 10 digits and must start from 6 or above"),
                        400),
                row(
                        "row 6 in capitals, Fail",
                        answer(
                                200,
                                "{\"Message\":\"" + EMAIL_EXISTS.toUpperCase(Locale.ROOT) + "\",\"STATUS\":\"FAIL\"}"),
                        exists(Duplicate.EMAIL, EMAIL_EXISTS.toUpperCase(Locale.ROOT)),
                        200),
                // Generations A and C.
                row(
                        "C, required",
                        failed(400, "Name, Email Id, and Phone Number required"),
                        data(null, "Name, Email Id, and Phone Number required"),
                        400),
                row("A, key invalid", failed(200, "AuthKeyInvalid"), unauthorized("AuthKeyInvalid"), 200),
                row("A, key expired", failed(200, "APIExpired"), unauthorized("APIExpired"), 200),
                row(
                        "A, oldest key expired",
                        answer(200, "{\"Message\":\"Message Key Expired\",\"Status\":\"Fail\"}"),
                        unauthorized("Message Key Expired"),
                        200),
                row(
                        "A, error name elsewhere",
                        answer(200, "{\"error\":\"AuthKeyInvalid\",\"Status\":\"Fail\"}"),
                        unauthorized("AuthKeyInvalid"),
                        200),
                row("A, field missing", failed(200, "ReqFieldMissing"), data(null, "ReqFieldMissing"), 200),
                row("A, server failure", failed(200, "ServerFailure"), ended(new Failed(Optional.empty())), 200),
                // Section 5 and 8.1: unknown words, kept as they came.
                row("unknown words, 400", failed(400, " No such  customer"), unclear("No such  customer"), 400),
                row("unknown words, 200", failed(200, "Mondays are off"), unclear("Mondays are off"), 200),
                row("unknown words, 422", failed(422, "Mondays are off"), unclear("Mondays are off"), 422),
                row(
                        "words of Get",
                        example(200, "kapture-get-not-found.json"),
                        unclear("Information given by you does not exist in our sytsem."),
                        200),
                row("no words", answer(400, "{}"), unclear("HTTP 400 without a message"), 400),
                row("no body, 400", answer(400, ""), unclear("HTTP 400 without a message"), 400),
                row("no JSON, 400", answer(400, "Bad Request"), unclear("Bad Request"), 400),
                row("neither success nor failed", answer(200, "{\"status\":\"pending\"}"), unclear("pending"), 200),
                row("success with 400", answer(400, written("7")), unclear("validation successfull"), 400),
                // Section 8.1: by code.
                row("401 without words", answer(401, ""), unauthorized("HTTP 401"), 401),
                row("403", answer(403, "<html>Forbidden</html>"), unauthorized("HTTP 403"), 403),
                row("404", answer(404, "{\"status\":\"failed\"}"), wrongAddress(404), 404),
                row("405", answer(405, ""), wrongAddress(405), 405),
                row("406", answer(406, ""), wrongAddress(406), 406),
                row("415", answer(415, ""), wrongAddress(415), 415),
                row("301", aResponse().withStatus(301).withHeader("Location", "/add"), wrongAddress(301), 301),
                row("302", aResponse().withStatus(302).withHeader("Location", "/add"), wrongAddress(302), 302),
                row("HTML on 413", answer(413, "<html>too large</html>"), unclear("<html>too large</html>"), 413),
                row("HTML on 200", answer(200, " <!DOCTYPE html><html></html>"), wrongAddress(200), 200),
                row("HTML on 400", answer(400, "<html>Apache</html>"), wrongAddress(400), 400),
                row("no JSON on 200", answer(200, "OK"), wrongAddress(200), 200),
                row("no object on 200", answer(200, "[]"), wrongAddress(200), 200),
                row("no body on 200", answer(200, ""), wrongAddress(200), 200),
                row("no body on 204", aResponse().withStatus(204), wrongAddress(204), 204),
                row("408", answer(408, ""), ended(new Throttled(Optional.empty())), 408),
                row("425", answer(425, ""), ended(new Throttled(Optional.empty())), 425),
                row("429", answer(429, "").withHeader("Retry-After", "7"), ended(throttled(7)), 429),
                row("500", answer(500, "{\"status\":\"failed\"}"), ended(new Failed(Optional.empty())), 500),
                row("502", answer(502, "<html>Bad Gateway</html>"), ended(new Failed(Optional.empty())), 502),
                row("503", answer(503, "").withHeader("Retry-After", "9"), ended(failedFor(9)), 503),
                // A lenient reader (section 7).
                row(
                        "raw control characters",
                        answer(
                                200,
                                "{\"remarks\":\"one\ntwo\tthree\u0001\",\"Enquiry\":{\"kapture_customer_id\":7},"
                                        + "\"status\":\"success\"}"),
                        written(7),
                        200));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("answersOfAddAndUpdate")
    void addAndUpdateReadTheSameTable(
            String what, ResponseDefinitionBuilder answer, Answer.OfWrite expected, int status) {
        kapture.answers(ScriptedKapture.add(answer), ScriptedKapture.update(answer));
        KaptureCalls calls = kapture.calls(log);

        assertThat(calls.add(Map.of())).isEqualTo(expected);
        assertThat(calls.update(Map.of())).isEqualTo(expected);

        assertThat(log.calls()).extracting(Call::operation).containsExactly("add", "update");
        assertThat(log.calls()).extracting(Call::outcome).containsOnly(expected.recordedAs());
        assertThat(log.calls()).extracting(Call::httpStatus).containsOnly(status);
    }

    static Stream<Arguments> answersOfGet() {
        return Stream.of(
                row("found", example(200, "kapture-get-response.json"), found(61371820), 200),
                row("several", example(200, "kapture-get-response-multiple.json"), found(61371821), 200),
                row("several, newest deleted", several("false", "true"), found(1), 200),
                row("several, all deleted", several("true", "\"true\""), new NotFound(), 200),
                row(
                        "newest by the object form",
                        answer(
                                200,
                                customers(
                                        "{\"id\":5,\"generationDate\":{\"year\":2021,\"month\":0,\"dayOfMonth\":31,\"hourOfDay\":1}}",
                                        "{\"id\":4,\"generationDate\":\"Feb 1, 2021 12:00:01 AM\"}",
                                        "{\"id\":3,\"generationDate\":\"Jan 31, 2021 11:00:00 PM\"}")),
                        found(4),
                        200),
                row(
                        "newest without dates",
                        answer(200, customers("{\"id\":5}", "{\"id\":\"6\"}", "{\"id\":4}")),
                        found(6),
                        200),
                row(
                        "id as text",
                        answer(200, "{\"customer details\":{\"id\":\"7\"},\"Status\":\"Success\"}"),
                        found(7),
                        200),
                row(
                        "deleted",
                        answer(200, "{\"Customer Details\":{\"id\":7,\"deleted\":true},\"status\":\"success\"}"),
                        new NotFound(),
                        200),
                row("no customer", answer(200, customers()), new NotFound(), 200),
                row(
                        "no id",
                        answer(200, "{\"Customer Details\":{\"id\":0},\"status\":\"success\"}"),
                        new NotFound(),
                        200),
                row("nobody", example(200, "kapture-get-not-found.json"), new NotFound(), 200),
                row("nobody, 400", example(400, "kapture-get-not-found.json"), new NotFound(), 400),
                row(
                        "nobody, in the message",
                        failed(200, "Information given by you does not exist in our sytsem."),
                        new NotFound(),
                        200),
                row(
                        "nobody, in other words",
                        answer(200, "{\"Customer Details\":\"None\",\"status\":\"failed\"}"),
                        new NotFound(),
                        200),
                row("key", example(401, "kapture-401.json"), unauthorized("Invalid Auth Key"), 401),
                row("key, 200", example(200, "kapture-401.json"), unauthorized("Invalid Auth Key"), 200),
                row(
                        "key, in the details",
                        answer(200, "{\"Customer Details\":\"Invalid Auth Key\",\"status\":\"failed\"}"),
                        unauthorized("Invalid Auth Key"),
                        200),
                row("unknown words", failed(400, "Mondays are off"), data(null, "Mondays are off"), 400),
                row("words of Add", failed(400, PHONE_EXISTS), data(null, PHONE_EXISTS), 400),
                row("404", answer(404, ""), wrongAddress(404), 404),
                row("HTML", answer(200, "<html></html>"), wrongAddress(200), 200),
                row("429", answer(429, "").withHeader("Retry-After", "7"), ended(throttled(7)), 429),
                row("500", answer(500, ""), ended(new Failed(Optional.empty())), 500));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("answersOfGet")
    void getReadsItsOwnTable(String what, ResponseDefinitionBuilder answer, Answer.OfGet expected, int status) {
        kapture.answers(ScriptedKapture.get(answer));

        assertThat(kapture.calls(log).get(new Search.ById(new CustomerId(1)))).isEqualTo(expected);

        Call call = log.calls().getFirst();
        assertThat(call.operation()).isEqualTo("get");
        assertThat(call.outcome()).isEqualTo(expected.recordedAs());
        assertThat(call.httpStatus()).isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(strings = {"CONNECTION_RESET_BY_PEER", "EMPTY_RESPONSE", "RANDOM_DATA_THEN_CLOSE"})
    void aLostAnswerIsUnknown(Fault fault) {
        kapture.answers(ScriptedKapture.add(aResponse().withFault(fault)));

        assertThat(outcome(kapture.calls(log).add(Map.of()))).isInstanceOf(Unknown.class);
        assertThat(onRecord()).isEqualTo("UNKNOWN null");
    }

    @Test
    void anAnswerThatIsCutOffIsUnknown() {
        kapture.answers(ScriptedKapture.add(
                example(200, "kapture-add-response.json").withFault(Fault.MALFORMED_RESPONSE_CHUNK)));

        assertThat(outcome(kapture.calls(log).add(Map.of()))).isInstanceOf(Unknown.class);
        assertThat(onRecord()).startsWith("UNKNOWN");
    }

    @Test
    void anAnswerThatDoesNotComeInTimeIsUnknown() {
        kapture.set("http.response-timeout", "200ms")
                .answers(ScriptedKapture.add(
                        example(200, "kapture-add-response.json").withFixedDelay(2_000)));

        assertThat(outcome(kapture.calls(log).add(Map.of()))).isInstanceOf(Unknown.class);
        assertThat(onRecord()).isEqualTo("UNKNOWN null");
    }

    @Test
    void aConnectionThatIsNotMadeIsUnreachable() throws IOException {
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            kapture.set("base-url", "http://127.0.0.1:" + closed.getLocalPort());
        }

        assertThat(outcome(kapture.calls(log).add(Map.of()))).isInstanceOf(Unreachable.class);
        assertThat(onRecord()).isEqualTo("UNREACHABLE null");
    }

    /** Pull is not built yet; its answers have the same form and must not confuse the reader. */
    @Test
    void anAnswerOfPullCanBeReadAsJson() {
        assertThat(KaptureBody.read(exampleText("kapture-pull-response.json")))
                .hasValueSatisfying(body -> assertThat(body.saysSuccess()).isTrue());
        assertThat(KaptureBody.read(exampleText("kapture-pull-none.json")))
                .hasValueSatisfying(body -> assertThat(body.text()).isEqualTo("No customer between dates."));
    }

    private String onRecord() {
        assertThat(log.calls()).hasSize(1);
        Call call = log.calls().getFirst();
        return call.outcome() + " " + call.httpStatus();
    }

    private static CallOutcome outcome(Answer answer) {
        assertThat(answer).isInstanceOf(Ended.class);
        return ((Ended) answer).outcome();
    }

    private static Arguments row(String what, ResponseDefinitionBuilder answer, Answer expected, int status) {
        return arguments(what, answer, expected, status);
    }

    private static String written(String id) {
        return "{\"Enquiry\":{\"kapture_customer_id\":" + id
                + "},\"message\":\"validation successfull\",\"status\":\"success\"}";
    }

    private static String customers(String... customers) {
        return "{\"Customer Details\":[" + String.join(",", customers) + "],\"status\":\"success\"}";
    }

    private static ResponseDefinitionBuilder several(String firstDeleted, String secondDeleted) {
        return answer(
                200,
                customers(
                        "{\"id\":1,\"generationDate\":\"Jan 6, 2021 6:01:45 PM\",\"deleted\":" + firstDeleted + "}",
                        "{\"id\":2,\"generationDate\":\"Jan 7, 2021 6:01:45 AM\",\"deleted\":" + secondDeleted + "}"));
    }

    private static ResponseDefinitionBuilder failed(int status, String message) {
        return answer(status, "{\"message\":\"" + message + "\",\"status\":\"failed\"}");
    }

    private static Answer written(long id) {
        return new Written(CustomerId.of(id));
    }

    private static Answer found(long id) {
        return new Found(new CustomerId(id));
    }

    private static Answer exists(Duplicate duplicate, String message) {
        return new Exists(duplicate, DeliveryError.of(null, message));
    }

    private static Answer unclear(String message) {
        return new Unclear(DeliveryError.of(null, message));
    }

    private static Answer data(@Nullable String property, String message) {
        return ended(new RejectedData(List.of(DeliveryError.of(property, message))));
    }

    private static Answer unauthorized(String reason) {
        return ended(new Unauthorized(reason));
    }

    private static Answer wrongAddress(int status) {
        return ended(new RejectedConfiguration(List.of(DeliveryError.ours(
                "kapture-wrong-address",
                "HTTP " + status + " without an answer of Kapture's API: wrong sub domain or path"))));
    }

    private static CallOutcome throttled(int seconds) {
        return new Throttled(Optional.of(Duration.ofSeconds(seconds)));
    }

    private static CallOutcome failedFor(int seconds) {
        return new Failed(Optional.of(Duration.ofSeconds(seconds)));
    }

    private static Answer ended(CallOutcome outcome) {
        return new Ended(outcome);
    }
}
