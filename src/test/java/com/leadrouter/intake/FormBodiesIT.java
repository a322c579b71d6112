package com.leadrouter.intake;

import static com.leadrouter.intake.Sender.FIELDS;
import static com.leadrouter.intake.Sender.LEAD;
import static com.leadrouter.intake.Sender.assertProblem;
import static com.leadrouter.intake.Sender.multipart;
import static com.leadrouter.intake.Sender.urlEncoded;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.leadrouter.intake.IntakeSlice.Threshold;
import com.leadrouter.lead.Lead;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** At the API a form is read like JSON, and answered like it. */
@WithFrontDoor
class FormBodiesIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String URL_ENCODED = "application/x-www-form-urlencoded";
    private static final String MULTIPART = "multipart/form-data; boundary=b";

    @Autowired
    private Threshold threshold;

    private Sender sender = new Sender(0);

    @BeforeEach
    void open(@LocalServerPort int port) {
        sender = new Sender(port);
        threshold.reset();
    }

    record Body(String type, String text) {}

    static List<Body> leadsAsForms() {
        String crlf = "\r\n";
        return List.of(
                new Body(URL_ENCODED, urlEncoded(FIELDS)),
                new Body(URL_ENCODED + "; charset=UTF-8", urlEncoded(FIELDS)),
                new Body("Application/X-WWW-Form-Urlencoded;charset=\"utf8\"", urlEncoded(FIELDS) + "&"),
                new Body(URL_ENCODED, urlEncoded(FIELDS) + "&_charset_=UTF-8&&contact.gender=&contact.phoneNumber"),
                new Body(MULTIPART, multipart(FIELDS)),
                new Body("multipart/form-data; charset=utf-8; boundary=\"b\"", multipart(FIELDS)),
                new Body(MULTIPART, "a preamble" + crlf + multipart(FIELDS) + "and what comes after"),
                new Body(
                        MULTIPART,
                        multipart(FIELDS)
                                .replace(
                                        "--b--",
                                        "--b" + crlf + "Content-Disposition: form-data; name=\"cv\"; filename=\"\""
                                                + crlf + "Content-Type: application/octet-stream" + crlf + crlf + crlf
                                                + "--b--")));
    }

    @ParameterizedTest
    @MethodSource("leadsAsForms")
    void aFormIsTheLeadThatTheSameJsonIs(Body form) throws Exception {
        HttpResponse<String> ofJson = sender.send(sender.lead(LEAD));
        Arrival json = threshold.last();

        HttpResponse<String> ofForm = sender.send(
                sender.lead(form.text()).setHeader("Content-Type", form.type()).header("Idempotency-Key", "k"));

        assertThat(ofForm.statusCode()).isEqualTo(202);
        assertThat(ofForm.body()).isEqualTo(ofJson.body());
        assertThat(ofForm.headers().firstValue("Location"))
                .isEqualTo(ofJson.headers().firstValue("Location"));
        assertThat(threshold.last().contentHash()).isEqualTo(json.contentHash());
        assertThat(threshold.last().lead().contact()).isEqualTo(json.lead().contact());
        assertThat(threshold.last().lead().attributes()).isEmpty();
        assertThat(threshold.last().lead().ipAddress()).isNull();
        assertThat(threshold.last().key()).hasValue(new IdempotencyKey(IdempotencyKey.Kind.HEADER, "k"));
    }

    static Stream<String> names() {
        return Stream.of("Zoë", "عائشة", "𠮷野", "O'Brien & Söhne + 100%; a=b", "\"quoted\"", "{{x}}");
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyNameArrivesAsItIs(String name) throws Exception {
        String[] fields = FIELDS.clone();
        fields[List.of(fields).indexOf("contact.firstName") + 1] = name;

        assertThat(accepted(URL_ENCODED, urlEncoded(fields)).contact().firstName())
                .isEqualTo(name);
        assertThat(accepted(MULTIPART, multipart(fields)).contact().firstName()).isEqualTo(name);
    }

    @Test
    void rawUtf8AndProgramsCharsetsAreRead() throws Exception {
        assertThat(accepted(URL_ENCODED, urlEncoded(FIELDS).replace("Ada", "Zoë"))
                        .contact()
                        .firstName())
                .isEqualTo("Zoë");
        String latin = multipart(FIELDS)
                .replace(
                        "name=\"contact.firstName\"\r\n",
                        "name=\"contact.firstName\"\r\nContent-Type: text/plain; charset=ISO-8859-1\r\n")
                .replace("Ada", "Zoë");
        assertThat(accepted(MULTIPART, latin, ISO_8859_1).contact().firstName()).isEqualTo("Zoë");
    }

    @Test
    void whatStandsInTheAddressIsNoPartOfTheForm() throws Exception {
        HttpResponse<String> answer = sender.send(sender.request("/api/v1/leads?" + urlEncoded(FIELDS))
                .header("X-API-Key", "key-uk")
                .header("Content-Type", URL_ENCODED)
                .POST(BodyPublishers.ofString("campaignId=c&contact.phoneNumber=07700900123")));

        assertThat(assertProblem(answer, 400, "invalid-lead").path("errors").findValuesAsText("pointer"))
                .containsExactlyInAnyOrder("#/contact/firstName", "#/contact/lastName");
        assertThat(answer.body()).doesNotContain("Ada");
    }

    @ParameterizedTest
    @ValueSource(strings = {URL_ENCODED, MULTIPART})
    void faultsPointToTheFieldsOfTheLead(String type) throws Exception {
        String[] fields = with(
                "contact.emailAddress",
                "not.an.address",
                "optInConsents.sms",
                "perhaps",
                "contact.lastName",
                "King",
                "x",
                "x".repeat(501),
                "ipAddress",
                "nowhere");

        JsonNode problem = assertProblem(
                sender.send(sender.lead(type.equals(MULTIPART) ? multipart(fields) : urlEncoded(fields))
                        .setHeader("Content-Type", type)),
                400,
                "invalid-lead");

        assertThat(problem.path("errors"))
                .extracting(fault -> fault.path("pointer").asText() + " "
                        + fault.path("code").asText())
                .containsExactlyInAnyOrder(
                        "#/contact/emailAddress duplicate-field",
                        "#/optInConsents/sms invalid-consent",
                        "#/contact/lastName duplicate-field",
                        "#/attributes/x too-long",
                        "#/ipAddress invalid-ip-address");
    }

    @ParameterizedTest
    @CsvSource({
        "application/x-www-form-urlencoded;charset=iso-8859-1",
        "application/x-www-form-urlencoded;charset=nope",
        "multipart/form-data; boundary=b; charset=utf-16",
        "multipart/mixed; boundary=b",
        "multipart/*; boundary=b"
    })
    void formsAreTakenInUtf8Only(String type) throws Exception {
        assertProblem(
                sender.send(sender.lead(urlEncoded(FIELDS)).setHeader("Content-Type", type)),
                415,
                "unsupported-media-type");
    }

    @Test
    void aPageInAnotherEncodingIsToldSo() throws Exception {
        assertProblem(post(URL_ENCODED, urlEncoded(with("_charset_", "windows-1252"))), 415, "unsupported-media-type");
        assertProblem(post(URL_ENCODED, urlEncoded(FIELDS).replace("Ada", "Zo%EB")), 400, "malformed-request");
    }

    @Test
    void filesAreRefusedAndNotDroppedSilently() throws Exception {
        String withFile = multipart(FIELDS)
                .replace(
                        "--b--",
                        "--b\r\nContent-Disposition: form-data; name=\"cv\"; filename=\"cv.txt\"\r\n\r\nx\r\n--b--");

        HttpResponse<String> answer = post(MULTIPART, withFile);

        assertThat(assertProblem(answer, 415, "unsupported-media-type")
                        .path("detail")
                        .asText())
                .contains("Files are not taken");
        assertThat(threshold.last).isNull();
    }

    @Test
    void theLimitsAreThoseOfJson() throws Exception {
        String fits = urlEncoded(FIELDS) + "&";
        assertThat(post(URL_ENCODED, fits + "&".repeat(64 * 1024 - fits.length()))
                        .statusCode())
                .isEqualTo(202);
        assertProblem(post(URL_ENCODED, fits + "&".repeat(64 * 1024 + 1 - fits.length())), 413, "payload-too-large");
        assertProblem(post(MULTIPART, "x".repeat(64 * 1024 + 1)), 413, "payload-too-large");
    }

    @Test
    void fiftyAttributesAreTakenAndAThousandFieldsAreNotRead() throws Exception {
        String[] fifty = IntStream.range(0, 50)
                .boxed()
                .flatMap(i -> Stream.of("a" + i, "x"))
                .toArray(String[]::new);
        assertThat(accepted(URL_ENCODED, urlEncoded(with(fifty))).attributes()).hasSize(50);
        assertThat(accepted(MULTIPART, multipart(with(fifty))).attributes()).hasSize(50);

        String[] thousand = IntStream.range(0, 1000)
                .boxed()
                .flatMap(i -> Stream.of("a" + i, "x"))
                .toArray(String[]::new);
        assertProblem(post(URL_ENCODED, urlEncoded(thousand)), 400, "malformed-request");
        assertProblem(post(MULTIPART, multipart(thousand)), 400, "malformed-request");
    }

    @Test
    void anUnknownFieldIsAnAttributeWithOrWithoutItsLongName() throws Exception {
        assertThat(accepted(URL_ENCODED, urlEncoded(with("utm_source", "a", "attributes.utm_medium", "b")))
                        .attributes())
                .isEqualTo(Map.of("utm_source", "a", "utm_medium", "b"));
    }

    @Test
    void theAnswerIsJson() throws Exception {
        assertThat(JSON.readTree(post(URL_ENCODED, urlEncoded(FIELDS)).body())
                        .path("status")
                        .asText())
                .isEqualTo("ACCEPTED");
    }

    private Lead accepted(String type, String body) throws Exception {
        return accepted(type, body, UTF_8);
    }

    private Lead accepted(String type, String body, Charset charset) throws Exception {
        HttpResponse<String> answer =
                sender.send(sender.lead(BodyPublishers.ofString(body, charset)).setHeader("Content-Type", type));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        return threshold.last().lead();
    }

    private HttpResponse<String> post(String type, String body) throws Exception {
        return sender.send(sender.lead(body).setHeader("Content-Type", type));
    }

    private static String[] with(String... further) {
        return Stream.concat(Stream.of(FIELDS), Stream.of(further)).toArray(String[]::new);
    }
}
