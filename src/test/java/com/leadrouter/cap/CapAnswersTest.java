package com.leadrouter.cap;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static com.leadrouter.cap.CapFixture.LEAD_ID;
import static com.leadrouter.lead.LeadFixture.aLead;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.leadrouter.cap.CapFixture.Tried;
import com.leadrouter.delivery.CallLog;
import com.leadrouter.delivery.CallOutcome;
import com.leadrouter.delivery.CallOutcome.Accepted;
import com.leadrouter.delivery.CallOutcome.Failed;
import com.leadrouter.delivery.CallOutcome.NotTried;
import com.leadrouter.delivery.CallOutcome.RejectedConfiguration;
import com.leadrouter.delivery.CallOutcome.RejectedData;
import com.leadrouter.delivery.CallOutcome.Throttled;
import com.leadrouter.delivery.CallOutcome.Unauthorized;
import com.leadrouter.delivery.CallOutcome.Unknown;
import com.leadrouter.delivery.CallOutcome.Unreachable;
import com.leadrouter.delivery.Courier;
import com.leadrouter.delivery.DeliveryError;
import com.leadrouter.delivery.Outcome;
import com.leadrouter.lead.DestinationName;
import com.leadrouter.platform.RemoteCallsFixture;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.github.resilience4j.ratelimiter.RateLimiterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What each answer of CAP means, through the real HTTP stack (CAP contract, sections 4 to 8). */
@ExtendWith(OutputCaptureExtension.class)
class CapAnswersTest {

    @RegisterExtension
    private static final WireMockExtension CAP = WireMockExtension.newInstance()
            .options(wireMockConfig().dynamicPort())
            .build();

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource({
        "200, ACCEPTED",
        "201, ACCEPTED",
        "202, ACCEPTED",
        "204, ACCEPTED",
        "299, ACCEPTED",
        "300, REJECTED_CONFIGURATION",
        "301, REJECTED_CONFIGURATION",
        "302, REJECTED_CONFIGURATION",
        "304, REJECTED_CONFIGURATION",
        "307, REJECTED_CONFIGURATION",
        "308, REJECTED_CONFIGURATION",
        "400, REJECTED_CONFIGURATION",
        "401, UNAUTHORIZED",
        "402, REJECTED_DATA",
        "403, UNAUTHORIZED",
        "404, REJECTED_CONFIGURATION",
        "405, REJECTED_CONFIGURATION",
        "406, REJECTED_CONFIGURATION",
        "408, THROTTLED",
        "409, REJECTED_DATA",
        "410, REJECTED_DATA",
        "413, REJECTED_DATA",
        "415, REJECTED_CONFIGURATION",
        "418, REJECTED_DATA",
        "422, REJECTED_DATA",
        "425, THROTTLED",
        "429, THROTTLED",
        "499, REJECTED_DATA",
        "500, FAILED",
        "501, FAILED",
        "502, FAILED",
        "503, FAILED",
        "504, FAILED",
        "599, FAILED",
        "600, REJECTED_CONFIGURATION",
        "999, REJECTED_CONFIGURATION",
    })
    void everyStatusHasItsReadingWhateverTheBody(int status, Outcome expected) {
        for (String body : List.of("", "{}", "not JSON", "<html><body>Oops</body></html>")) {
            Tried tried = answered(aResponse().withStatus(status).withBody(body));

            assertThat(kind(tried.outcome())).isEqualTo(expected);
            assertThat(tried.calls()).singleElement().satisfies(call -> {
                assertThat(call.operation()).isEqualTo("submit");
                assertThat(call.outcome()).isEqualTo(expected);
                assertThat(call.httpStatus()).isEqualTo(status);
            });
        }
    }

    @ParameterizedTest(name = "row {0}: {1} {2}")
    @CsvSource(delimiter = '|', textBlock = """
                     1 | Metadata                                  | Metadata must not be empty.           | REJECTED_CONFIGURATION
                     2 | Metadata.EnquiryDateTime                  | EnquiryDateTime must not be empty.    | REJECTED_DATA
                     3 | Metadata.EnquiryType                      | EnquiryType must not be empty.        | REJECTED_CONFIGURATION
                     4 | Metadata.EnquirySource                    | EnquirySource must not be empty.      | REJECTED_CONFIGURATION
                     5 | Metadata.EnquirySource.AcquisitionChannel | AcquisitionChannel must not be empty. | REJECTED_CONFIGURATION
                     6 | Vehicle                                   | Vehicle must not be empty.            | REJECTED_CONFIGURATION
                     7 | Vehicle.Name                              | Vehicle Name must not be empty.       | REJECTED_CONFIGURATION
                     8 | ContactDetail                             | ContactDetail must not be empty.      | REJECTED_DATA
                     9 | ContactDetail.FirstName                   | FirstName must not be empty.          | REJECTED_DATA
                    10 | ContactDetail.LastName                    | LastName must not be empty.           | REJECTED_DATA
                    11 | ContactDetail.EmailAddress                | EmailAddress must not be empty.       | REJECTED_DATA
                    12 | ContactDetail.PhoneNumber                 | PhoneNumber must not be empty.        | REJECTED_DATA
                    13 | ContactDetail.Address                     | Address must be empty.                | REJECTED_CONFIGURATION
                    14 | ContactDetail.Address                     | Address must not be empty.            | REJECTED_DATA
                    15 | ContactDetail.Address.Postcode            | Postcode must not be empty.           | REJECTED_DATA
                    16 | ContactDetail.Address.Postcode            | Postcode is not in a valid format.    | REJECTED_DATA
                    17 | OptInConsents                             | Opt In Consents must not be empty     | REJECTED_CONFIGURATION
                    """)
    void everyValidationMessageHasItsReading(int row, String path, String message, Outcome expected) {
        CallOutcome outcome = answered(400, "{\"errors\": [\"Property:" + path + "; ErrorMessage:" + message + "\"]}")
                .outcome();

        assertThat(kind(outcome)).isEqualTo(expected);
        assertThat(errors(outcome)).containsExactly(DeliveryError.of(path, message));
    }

    @ParameterizedTest(name = "row {0}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
                    1 | cap-internal-error          | A general internal error occurred. Contact support.
                    2 | invalid-campaign-id         | The campaign ID is invalid or missing.
                    3 | unknown-campaign            | No campaign matches the campaign ID.
                    4 | campaign-not-started        | The campaign has not started, and leads are not yet accepted. Contact support if this is not expected.
                    5 | campaign-ended              | The campaign has ended, and will not accept any more leads. Contact support if this is not expected.
                    6 | campaign-inactive           | The campaign is not currently active. Contact support if this is not expected.
                    7 | unknown-vehicle             | The vehicle was not found for the campaign. Verify the combination of the fields.
                    8 | invalid-combination         | Possibly an incorrect combination of the data on several fields. Contact support.
                    9 | unknown-acquisition-channel | The acquisition channel is invalid. Verify the value.
                    """)
    void everySetupErrorIsOfConfigurationWithAGuessAtItsReason(int row, String code, String text) {
        assertThat(answered(400, "{\"errors\": [\"" + text + "\"]}").outcome())
                .isEqualTo(new RejectedConfiguration(List.of(new DeliveryError(null, text, code))));
    }

    @Test
    void anInternalErrorWithStatus500IsRetried() {
        assertThat(answered(500, "A general internal error occurred.").outcome())
                .isEqualTo(new Failed(Optional.empty()));
    }

    @Test
    void oneMessageAboutDataMakesItAMatterOfData() {
        CallOutcome outcome = answered(400, """
                        ["Property:Vehicle; ErrorMessage:Vehicle must not be empty.",
                         "Property:ContactDetail.PhoneNumber; ErrorMessage:PhoneNumber must not be empty."]
                        """).outcome();

        assertThat(outcome)
                .isEqualTo(new RejectedData(List.of(
                        DeliveryError.of("Vehicle", "Vehicle must not be empty."),
                        DeliveryError.of("ContactDetail.PhoneNumber", "PhoneNumber must not be empty."))));
    }

    @ParameterizedTest
    @CsvSource({
        "202, cap-response-202.json, ACCEPTED",
        "400, cap-response-400-validation.json, REJECTED_DATA",
        "400, cap-response-400-validation-array.json, REJECTED_DATA",
        "400, cap-response-400-validation-config.json, REJECTED_CONFIGURATION",
        "400, cap-response-400-problem-details.json, REJECTED_CONFIGURATION",
        "400, cap-response-400-setup-campaign-ended.json, REJECTED_CONFIGURATION",
        "400, cap-response-400-setup-object.json, REJECTED_CONFIGURATION",
        "401, cap-response-401.json, UNAUTHORIZED",
        "500, cap-response-500.json, FAILED"
    })
    void everyExampleIsReadAndItsBodyKept(int status, String file, Outcome expected) {
        Tried tried = answered(status, CapFixture.example(file));

        assertThat(kind(tried.outcome())).isEqualTo(expected);
        assertThat(tried.calls())
                .singleElement()
                .satisfies(call -> assertThat(call.response()).isEqualTo(CapFixture.example(file)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"cap-response-400-validation.json", "cap-response-400-validation-array.json"})
    void theExamplesOfValidationKeepEveryMessage(String file) {
        assertThat(errors(answered(400, CapFixture.example(file)).outcome()))
                .containsExactly(
                        DeliveryError.of("ContactDetail.FirstName", "'First Name' must not be empty."),
                        DeliveryError.of("ContactDetail.Address.Postcode", "Postcode is not in a valid format."));
    }

    @Test
    void theExampleOfASetupObjectKeepsItsTypeAndItsMessage() {
        assertThat(errors(answered(400, CapFixture.example("cap-response-400-setup-object.json"))
                        .outcome()))
                .containsExactly(
                        new DeliveryError(
                                null,
                                "The specified vehicle could not be found for the given campaign.",
                                "unknown-vehicle"),
                        DeliveryError.of(null, "PLACEHOLDER_ERROR_TYPE"));
    }

    @Test
    void messagesAreKeptWithOtherRefusalsToo() {
        assertThat(answered(422, "Property:Vehicle; ErrorMessage:Vehicle must not be empty.")
                        .outcome())
                .isEqualTo(new RejectedData(List.of(DeliveryError.of("Vehicle", "Vehicle must not be empty."))));
        assertThat(answered(404, "<html>nginx</html>").outcome())
                .isEqualTo(new RejectedConfiguration(List.of(
                        DeliveryError.ours("no-reason-given", "CAP answered 404 without a reason that we can read"))));
    }

    @Test
    void refusedCredentialsAreNamedByStatusOnly() {
        assertThat(answered(403, "ada@example.com may not").outcome()).isEqualTo(new Unauthorized("CAP answered 403"));
    }

    @ParameterizedTest
    @CsvSource({"408", "425", "429", "500", "502", "503", "504", "599"})
    void retryAfterIsPassedOnInBothItsForms(int status) {
        Optional<Duration> inSeconds =
                retryAfter(answered(aResponse().withStatus(status).withHeader("Retry-After", "120"))
                        .outcome());
        Optional<Duration> asDate = retryAfter(answered(aResponse()
                        .withStatus(status)
                        .withHeader("Date", "Wed, 21 Oct 2026 07:28:00 GMT")
                        .withHeader("Retry-After", "Wed, 21 Oct 2026 07:30:00 GMT"))
                .outcome());
        Optional<Duration> unreadable =
                retryAfter(answered(aResponse().withStatus(status).withHeader("Retry-After", "soon"))
                        .outcome());

        assertThat(inSeconds).contains(Duration.ofMinutes(2));
        assertThat(asDate).contains(Duration.ofMinutes(2));
        assertThat(unreadable).isEmpty();
    }

    @Test
    void anotherStatusOfSuccessIsWorthAWarningWithoutThePerson(CapturedOutput output) {
        answered(200, "{\"email\": \"ada@example.com\"}");

        assertThat(output.getAll().lines().filter(line -> line.contains("WARN")))
                .singleElement()
                .asString()
                .contains(LEAD_ID.toString(), "200")
                .doesNotContain("ada", "Ada", "Lovelace", CapFixture.API_KEY);
    }

    @Test
    void theDocumentedSuccessIsNotWorthALine(CapturedOutput output) {
        answered(202, "");

        assertThat(output.getAll()).doesNotContain(LEAD_ID.toString());
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void redirectsAreNotFollowed(int status) {
        answered(aResponse().withStatus(status).withHeader("Location", CAP.baseUrl() + "/elsewhere"));

        CAP.verify(1, postRequestedFor(anyUrl()));
        CAP.verify(0, WireMock.anyRequestedFor(WireMock.urlEqualTo("/elsewhere")));
    }

    @Test
    void anEmptyBodyIsNoResponse() {
        assertThat(answered(202, "").calls())
                .singleElement()
                .extracting(CallLog.Call::response)
                .isNull();
    }

    @Test
    void aHugeBodyIsReadToItsLimit() {
        String message = "Property:ContactDetail.FirstName; ErrorMessage:FirstName must not be empty.";

        assertThat(answered(400, "[\"" + message + "\", \"" + "x ".repeat(150 * 1024) + "\"]")
                        .outcome())
                .isEqualTo(new RejectedData(
                        List.of(DeliveryError.of("ContactDetail.FirstName", "FirstName must not be empty."))));
        assertThat(kind(answered(400, "x ".repeat(150 * 1024)).outcome())).isEqualTo(Outcome.REJECTED_CONFIGURATION);
        assertThat(kind(answered(202, "x ".repeat(150 * 1024)).outcome())).isEqualTo(Outcome.ACCEPTED);
    }

    @Test
    void invalidUtf8IsReadAsFarAsItGoes() {
        byte[] body = "Property:Vehicle; ErrorMessage:V\u00ff must".getBytes(StandardCharsets.ISO_8859_1);

        assertThat(answered(aResponse().withStatus(400).withBody(body)).outcome())
                .isEqualTo(new RejectedConfiguration(List.of(DeliveryError.of("Vehicle", "V\ufffd must"))));
    }

    @Test
    void ourKeyIsMaskedWhereCapRepeatsIt() {
        Tried tried = answered(400, "[\"the key " + CapFixture.API_KEY + " is odd\"]");

        assertThat(tried.calls().getFirst().response())
                .contains("the key **** is odd")
                .doesNotContain(CapFixture.API_KEY);
        assertThat(tried.outcome())
                .isEqualTo(new RejectedConfiguration(List.of(DeliveryError.of(null, "the key **** is odd"))));
    }

    @Test
    void nobodyListeningIsUnreachable() throws IOException {
        int port;
        try (ServerSocket closed = new ServerSocket(0)) {
            port = closed.getLocalPort();
        }
        Tried tried = CapFixture.deliver(CapFixture.courier("http://localhost:" + port), aLead().build());

        assertThat(tried.outcome()).isInstanceOf(Unreachable.class);
        assertNoAnswer(tried, Outcome.UNREACHABLE, null);
    }

    @Test
    void noAnswerInTimeIsUnknown() throws IOException {
        assertNoAnswer(talkingTo("", false, "http.response-timeout", "200ms"), Outcome.UNKNOWN, null);
    }

    @Test
    void anAnswerThatDripsIsUnknownAndItsStatusIsOnRecord() throws IOException {
        String begun = "HTTP/1.1 500 Internal Server Error\r\nContent-Length: 100\r\n\r\n{";

        assertNoAnswer(talkingTo(begun, false, "http.response-timeout", "2s"), Outcome.UNKNOWN, 500);
    }

    @Test
    void anAcceptanceWhoseBodyBreaksOffIsAnAcceptance() throws IOException {
        String half = "HTTP/1.1 202 Accepted\r\nContent-Length: 100\r\n\r\n{";

        Tried tried = talkingTo(half, true);

        assertThat(tried.outcome()).isEqualTo(new Accepted(null));
        assertNoAnswer(tried, Outcome.ACCEPTED, 202);
    }

    @Test
    void anAbsurdStatusLineIsUnknownSinceTheRequestWasSent() throws IOException {
        assertNoAnswer(talkingTo("HTTP/1.1 000 \r\n\r\n", true), Outcome.UNKNOWN, null);
    }

    @Test
    void anAnswerCutInHalfIsUnknownAndItsStatusIsOnRecord() throws IOException {
        String half = "HTTP/1.1 400 Bad Request\r\nContent-Length: 100\r\n\r\n{\"errors\": [";

        assertNoAnswer(talkingTo(half, true), Outcome.UNKNOWN, 400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "HTTP/1.1 20", "SSH-2.0-OpenSSH_9.9\r\n"})
    void aConnectionClosedInPlaceOfAnAnswerIsUnknown(String said) throws IOException {
        assertNoAnswer(talkingTo(said, true), Outcome.UNKNOWN, null);
    }

    @Test
    void aResetAfterTheRequestIsUnknown() {
        Tried tried = answered(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));

        assertThat(tried.outcome()).isInstanceOf(Unknown.class);
        assertNoAnswer(tried, Outcome.UNKNOWN, null);
    }

    @Test
    void whatAGuardHoldsBackIsNotOnRecord() {
        CircuitBreakerRegistry circuitBreakers = CircuitBreakerRegistry.ofDefaults();
        RateLimiterRegistry rateLimiters = RateLimiterRegistry.ofDefaults();
        Courier courier = guarded(circuitBreakers, rateLimiters);
        circuitBreakers.circuitBreaker("cap").transitionToOpenState();

        assertThat(courier.capacity()).isZero();
        assertThat(CapFixture.deliver(courier, aLead().build()))
                .isEqualTo(new Tried(new NotTried("CIRCUIT_OPEN"), List.of()));
        CAP.verify(0, postRequestedFor(anyUrl()));
    }

    @Test
    void aRateLimitHoldsBackTheSame() {
        RateLimiterRegistry rateLimiters = RateLimiterRegistry.ofDefaults();
        rateLimiters.rateLimiter(
                "cap",
                RateLimiterConfig.custom()
                        .limitForPeriod(1)
                        .limitRefreshPeriod(Duration.ofHours(1))
                        .timeoutDuration(Duration.ZERO)
                        .build());
        Courier courier = guarded(CircuitBreakerRegistry.ofDefaults(), rateLimiters);
        CAP.stubFor(WireMock.post(anyUrl()).willReturn(aResponse().withStatus(202)));

        assertThat(courier.capacity()).isEqualTo(1);
        assertThat(CapFixture.deliver(courier, aLead().build()).outcome()).isEqualTo(new Accepted(null));
        assertThat(CapFixture.deliver(courier, aLead().build()))
                .isEqualTo(new Tried(new NotTried("RATE_LIMITED"), List.of()));
    }

    private static Courier guarded(CircuitBreakerRegistry circuitBreakers, RateLimiterRegistry rateLimiters) {
        Map<String, String> properties = CapFixture.properties(CAP.baseUrl());
        return new CapCourierType(
                        RemoteCallsFixture.settings(properties),
                        RemoteCallsFixture.remoteCalls(properties, circuitBreakers, rateLimiters))
                .open(new DestinationName("cap"));
    }

    private static Tried answered(int status, String body) {
        return answered(aResponse().withStatus(status).withBody(body));
    }

    private static Tried answered(ResponseDefinitionBuilder answer) {
        CAP.stubFor(WireMock.post(anyUrl()).willReturn(answer));
        return CapFixture.deliver(CapFixture.courier(CAP.baseUrl()), aLead().build());
    }

    /** A server of plain sockets: reads the request, says something, and hangs up or keeps silent. */
    private static Tried talkingTo(String answer, boolean hangUp, String... settings) throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread talker = Thread.startVirtualThread(() -> talk(server, answer, hangUp));
            try {
                return CapFixture.deliver(
                        CapFixture.courier("http://localhost:" + server.getLocalPort(), settings), aLead().build());
            } finally {
                talker.interrupt();
            }
        }
    }

    private static void talk(ServerSocket server, String answer, boolean hangUp) {
        try (Socket socket = server.accept()) {
            InputStream request = socket.getInputStream();
            // The body is the last thing sent, and ends the object that it is.
            StringBuilder read = new StringBuilder();
            while (!read.toString().endsWith("\"Example Vehicle\"}}")) {
                read.append((char) request.read());
            }
            socket.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
            if (!hangUp) {
                // Until the client has had enough.
                assertThat(request.read()).isNegative();
            }
        } catch (IOException over) {
            // The client went first.
        }
    }

    private static void assertNoAnswer(Tried tried, Outcome outcome, Integer status) {
        assertThat(kind(tried.outcome())).isEqualTo(outcome);
        assertThat(tried.calls()).singleElement().satisfies(call -> {
            assertThat(call.operation()).isEqualTo("submit");
            assertThat(call.outcome()).isEqualTo(outcome);
            assertThat(call.httpStatus()).isEqualTo(status);
            assertThat(call.response()).isNull();
        });
    }

    private static Outcome kind(CallOutcome outcome) {
        return switch (outcome) {
            case Accepted accepted -> Outcome.ACCEPTED;
            case RejectedData rejected -> Outcome.REJECTED_DATA;
            case RejectedConfiguration rejected -> Outcome.REJECTED_CONFIGURATION;
            case Unauthorized unauthorized -> Outcome.UNAUTHORIZED;
            case Throttled throttled -> Outcome.THROTTLED;
            case Failed failed -> Outcome.FAILED;
            case Unreachable unreachable -> Outcome.UNREACHABLE;
            case Unknown unknown -> Outcome.UNKNOWN;
            case NotTried notTried -> throw new AssertionError("not tried: " + notTried.why());
        };
    }

    private static List<DeliveryError> errors(CallOutcome outcome) {
        return Stream.of(outcome)
                .flatMap(refused -> switch (refused) {
                    case RejectedData(var errors) -> errors.stream();
                    case RejectedConfiguration(var errors) -> errors.stream();
                    default -> throw new AssertionError("no refusal: " + refused);
                })
                .toList();
    }

    private static Optional<Duration> retryAfter(CallOutcome outcome) {
        return switch (outcome) {
            case Throttled(var after) -> after;
            case Failed(var after) -> after;
            default -> throw new AssertionError("no reason to come back: " + outcome);
        };
    }
}
