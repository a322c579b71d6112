package com.leadrouter.intake;

import static com.leadrouter.intake.Sender.FIELDS;
import static com.leadrouter.intake.Sender.LEAD;
import static com.leadrouter.intake.Sender.SECRET;
import static com.leadrouter.intake.Sender.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.leadrouter.intake.IntakeSlice.Threshold;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;

/** A public form, submitted by a browser that goes where the form goes, or by a script. */
@WithFrontDoor
class FormsControllerIT {

    private static final String ORIGIN = "https://www.example.co.uk";

    @Autowired
    private Threshold threshold;

    @Autowired
    private MeterRegistry meters;

    private Sender sender = new Sender(0);

    @BeforeEach
    void open(@LocalServerPort int port) {
        sender = new Sender(port);
        threshold.reset();
    }

    @Test
    void aPersonIsSentOnToAPageThatThanksAndCanBeReloaded() throws Exception {
        double before = received("accepted");

        HttpResponse<String> answer = sender.send(sender.form("pk_uk", FIELDS));

        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(answer.headers().firstValue("Location")).hasValue("pk_uk/thanks");
        assertThat(answer.body()).isEmpty();
        assertThat(threshold.last().lead().source()).isEqualTo("website-uk");
        assertThat(threshold.last().decision().route()).isEqualTo("uk");
        assertThat(received("accepted")).isEqualTo(before + 1);

        HttpResponse<String> thanks = sender.send(sender.request("/forms/pk_uk/thanks"));
        assertThat(thanks.statusCode()).isEqualTo(200);
        assertThat(thanks.body()).contains("<h1>Thank you</h1>", "lang=\"en\"", "<main class=\"thanks\">");
        assertIsPage(thanks);
    }

    @Test
    void orToTheAddressOfTheSourceAsItIsWritten() throws Exception {
        HttpResponse<String> answer =
                sender.send(sender.form("pk_in", FIELDS).setHeader("Origin", "https://www.example.in"));

        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(answer.headers().firstValue("Location")).hasValue("https://www.example.in/thanks?from=a%20b&x#top");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "*/*",
                "application/json, text/html",
                "text/html;q=0.5, application/json",
                "s3cret-value",
                ""
            })
    void aScriptIsAnsweredAsTheApiAnswers(String accept) throws Exception {
        HttpResponse<String> api = sender.send(sender.lead(LEAD));

        HttpResponse<String> answer = sender.send(sender.form("pk_uk", FIELDS).setHeader("Accept", accept));

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.body()).isEqualTo(api.body());
        assertThat(answer.headers().firstValue("Location"))
                .isEqualTo(api.headers().firstValue("Location"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/html", "text/html;charset=utf-8", "text/html;q=0.9,application/json;q=0.1"})
    void whoLikesHtmlBetterGetsPages(String accept) throws Exception {
        assertThat(sender.send(sender.form("pk_uk", FIELDS).setHeader("Accept", accept))
                        .statusCode())
                .isEqualTo(303);
    }

    @Test
    void jsonIsTakenAsAtTheApi() throws Exception {
        HttpResponse<String> answer = sender.send(script(LEAD));

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).hasValue(ORIGIN);
        assertProblem(sender.send(script("{\"contcat\": {}}")), 400, "invalid-lead");
        assertProblem(sender.send(script("[1]")), 400, "invalid-lead");
        assertProblem(sender.send(script(SECRET)), 400, "malformed-request");
    }

    @Test
    void faultsAreNamedInPlainWordsOnAPageThatRepeatsNothing() throws Exception {
        double before = received("invalid");

        HttpResponse<String> answer = sender.send(sender.form(
                "pk_uk",
                "campaignId",
                "c",
                "contact.firstName",
                SECRET,
                "contact.emailAddress",
                SECRET + "<script>alert(1)</script>",
                "<script>" + SECRET,
                "x".repeat(501),
                "another",
                "x".repeat(501)));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body())
                .contains("role=\"alert\"", "<h1>Please check what you entered</h1>")
                .contains("<strong>Last name</strong>: <span>please fill this in.</span>")
                .contains("<strong>Email address</strong>: <span>this does not look like an email address.")
                .containsOnlyOnce("<strong>Further details</strong>")
                .doesNotContain(SECRET, "<script", "First name");
        assertIsPage(answer);
        assertThat(threshold.last).isNull();
        assertThat(received("invalid")).isEqualTo(before + 1);
    }

    @Test
    void aScriptIsToldTheFaultsAsAtTheApi() throws Exception {
        HttpResponse<String> answer = sender.send(sender.form("pk_uk", "your-email", "nobody", "newsletter", "perhaps")
                .setHeader("Accept", "application/json"));

        JsonNode problem = assertProblem(answer, 400, "invalid-lead");
        assertThat(problem.path("errors").findValuesAsText("pointer"))
                .contains("#/contact/emailAddress", "#/optInConsents/email", "#/contact/lastName");
        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).hasValue(ORIGIN);
    }

    @Test
    void thePagesOwnNamesMeanFieldsOfTheLead() throws Exception {
        sender.send(sender.form(
                "pk_uk",
                "campaignId",
                "c",
                "contact.firstName",
                "Ada",
                "contact.lastName",
                "Lovelace",
                "your-email",
                "ada@example.com",
                "newsletter",
                "on",
                "car",
                "Example",
                "Your-Email",
                "x"));

        assertThat(threshold.last().lead().contact().emailAddress()).isEqualTo("ada@example.com");
        assertThat(threshold.last().lead().optInConsents().email()).isTrue();
        assertThat(threshold.last().lead().attributes()).isEqualTo(Map.of("model", "Example", "Your-Email", "x"));
    }

    @ParameterizedTest(name = "Origin {0}, Referer {1}: {2}")
    @CsvSource({
        "https://www.example.co.uk, , true",
        "http://localhost:3000, , true",
        "https://www.example.co.uk, https://evil.example/, true",
        "http://www.example.co.uk, , false",
        "https://example.co.uk, , false",
        "https://www.example.co.uk.evil.example, , false",
        "https://www.example.co.uk:8443, , false",
        "http://localhost, , false",
        "https://evil.example, https://www.example.co.uk/, false",
        "null, , false",
        "null, https://www.example.co.uk/, false",
        "'', , false",
        "s3cret-value, , false",
        ", , true",
        ", https://www.example.co.uk/test-drive?x=y, true",
        ", https://evil.example/www.example.co.uk, false",
        ", http://www.example.co.uk/, false",
        ", s3cret-value, true",
        ", about:blank, true"
    })
    void onlyPagesOfTheFormsOriginsMaySubmitIt(String origin, String referrer, boolean isAllowed) throws Exception {
        HttpRequest.Builder request = sender.request("/forms/pk_uk")
                .header("Accept", "application/json")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(Sender.urlEncoded(FIELDS)));
        Optional.ofNullable(origin).ifPresent(value -> request.header("Origin", value));
        Optional.ofNullable(referrer).ifPresent(value -> request.header("Referer", value));

        HttpResponse<String> answer = sender.send(request);

        if (isAllowed) {
            assertThat(answer.statusCode()).isEqualTo(202);
        } else {
            assertProblem(answer, 403, "forbidden");
            assertThat(threshold.last).isNull();
        }
        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin"))
                .isEqualTo(isAllowed ? Optional.ofNullable(origin) : Optional.empty());
        assertThat(answer.headers().allValues("Vary")).contains("Origin");
    }

    @Test
    void aPersonFromAForeignPageSeesAPage() throws Exception {
        HttpResponse<String> answer =
                sender.send(sender.form("pk_uk", FIELDS).setHeader("Origin", "https://evil.example"));

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("<h1>This form cannot be sent from here</h1>");
        assertIsPage(answer);
    }

    @Test
    void twoOriginsAreNone() throws Exception {
        assertThat(sender.send(sender.form("pk_uk", FIELDS).header("Origin", ORIGIN))
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void aBrowsersQuestionBeforeIsAnsweredToPagesOfTheFormAlone() throws Exception {
        HttpResponse<String> answer = sender.send(preflight("pk_uk", ORIGIN));

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).hasValue(ORIGIN);
        assertThat(answer.headers().firstValue("Access-Control-Allow-Methods")).hasValue("POST");
        assertThat(answer.headers().firstValue("Access-Control-Allow-Headers"))
                .hasValueSatisfying(headers -> assertThat(headers).contains("Content-Type"));
        assertThat(answer.headers().firstValue("Access-Control-Max-Age")).isPresent();
        assertThat(answer.headers().firstValue("Access-Control-Allow-Credentials"))
                .isEmpty();
        assertThat(answer.headers().allValues("Vary")).contains("Origin");
    }

    @ParameterizedTest
    @CsvSource({
        "pk_uk, https://evil.example",
        "pk_uk, null",
        "pk_uk, https://www.example.in",
        "pk_nobody, https://www.example.co.uk"
    })
    void andRefusedToAllOthers(String key, String origin) throws Exception {
        HttpResponse<String> answer = sender.send(preflight(key, origin));

        assertProblem(answer, 403, "forbidden");
        assertThat(answer.headers().map().keySet()).noneMatch(name -> name.startsWith("access-control"));
    }

    @Test
    void noOtherAddressIsOpenToScripts() throws Exception {
        HttpResponse<String> answer = sender.send(sender.lead(LEAD).header("Origin", ORIGIN));

        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
        assertThat(sender.send(sender.request("/api/v1/leads")
                                .header("Origin", ORIGIN)
                                .header("Access-Control-Request-Method", "POST")
                                .method("OPTIONS", BodyPublishers.noBody()))
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void aTrapsAnswerIsThatOfASuccessToTheLastHeader() throws Exception {
        for (String accept : new String[] {"text/html", "application/json"}) {
            HttpResponse<String> success = sender.send(
                    sender.form("pk_uk", with("company_website", "")).setHeader("Accept", accept));
            assertThat(threshold.last().isSpam()).isFalse();
            assertThat(threshold.last().lead().attributes()).isEmpty();

            HttpResponse<String> caught =
                    sender.send(sender.form("pk_uk", with("company_website", "https://spam.example"))
                            .setHeader("Accept", accept));
            assertThat(threshold.last().isSpam()).isTrue();
            assertThat(threshold.last().lead().attributes()).isEmpty();

            assertThat(caught.statusCode()).isEqualTo(success.statusCode());
            assertThat(caught.body()).isEqualTo(success.body());
            assertThat(withoutDate(caught)).isEqualTo(withoutDate(success));
        }
        assertThat(received("spam")).isPositive();
    }

    @ParameterizedTest
    @CsvSource({
        "'\"x\"', true",
        "1, true",
        "true, true",
        "'[\"\"]', true",
        "'[]', false",
        "false, false",
        "'\" \"', false",
        "null, false"
    })
    void aScriptIsCaughtToo(String value, boolean isCaught) throws Exception {
        HttpResponse<String> answer =
                sender.send(script(LEAD.replaceFirst("\\{", "{\"company_website\": " + value + ",")));

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(threshold.last().isSpam()).isEqualTo(isCaught);
    }

    @Test
    void theTrapChangesNoAnswerToAnInvalidFormEither() throws Exception {
        HttpResponse<String> answer = sender.send(sender.form("pk_uk", "company_website", "x", "campaignId", "c"));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body())
                .isEqualTo(sender.send(sender.form("pk_uk", "campaignId", "c")).body());
    }

    @ParameterizedTest
    @CsvSource({
        "203.0.113.7, 203.0.113.7",
        "2001:db8:0:0::7, 2001:db8::7",
        "'198.51.100.1, 10.9.9.9', 10.9.9.9",
        "nonsense, 127.0.0.1",
        ", 127.0.0.1"
    })
    void theRequestSaysWhereThePersonIsAndNotTheForm(String forwarded, String address) throws Exception {
        HttpRequest.Builder form = sender.form("pk_uk", with("ipAddress", "198.51.100.1"));
        HttpRequest.Builder script = script(LEAD.replaceFirst("\\{", "{\"ipAddress\": 5,"));
        for (HttpRequest.Builder request : new HttpRequest.Builder[] {form, script}) {
            Optional.ofNullable(forwarded).ifPresent(value -> request.header("X-Forwarded-For", value));

            assertThat(sender.send(request).statusCode()).isLessThan(400);
            assertThat(threshold.last().lead().ipAddress()).isEqualTo(address);
            assertThat(threshold.last().lead().attributes()).isEmpty();
        }
    }

    @Test
    void whoeverSubmitsCannotUseUpTheKeysOfTheSource() throws Exception {
        sender.send(sender.form("pk_uk", FIELDS));
        assertThat(threshold.last().lead().externalReferenceId()).isEqualTo("web-1");
        assertThat(threshold.last().key()).isEmpty();

        sender.send(sender.form("pk_uk", FIELDS).header("Idempotency-Key", "k"));
        Optional<IdempotencyKey> ofForm = threshold.last().key();
        sender.send(sender.lead(LEAD).header("Idempotency-Key", "k"));
        assertThat(ofForm).isPresent().isNotEqualTo(threshold.last().key());

        assertThat(sender.send(sender.form("pk_uk", FIELDS).header("Idempotency-Key", "k".repeat(256)))
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void norDoesARobotUseUpThoseOfAPerson() throws Exception {
        sender.send(sender.form("pk_uk", with("company_website", "x")).header("Idempotency-Key", "k"));
        Optional<IdempotencyKey> caught = threshold.last().key();
        sender.send(sender.form("pk_uk", FIELDS).header("Idempotency-Key", "k"));

        assertThat(caught).isPresent().isNotEqualTo(threshold.last().key());
    }

    @Test
    void aFormThatWasTakenInBeforeIsASuccess() throws Exception {
        threshold.acceptance = arrival -> new Taken.Replayed(IntakeSlice.LEAD_ID);
        assertThat(sender.send(sender.form("pk_uk", FIELDS)).statusCode()).isEqualTo(303);

        threshold.acceptance = arrival -> new Taken.KeyReused();
        HttpResponse<String> answer = sender.send(sender.form("pk_uk", FIELDS));
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("<h1>The form was sent before</h1>");
    }

    @Test
    void anAddressMaySubmitSoMuchAMinute() throws Exception {
        HttpRequest.Builder request = sender.form("pk_busy", FIELDS)
                .setHeader("Origin", "https://www.example.com")
                .header("X-Forwarded-For", "203.0.113.77");
        assertThat(sender.send(request).statusCode()).isEqualTo(303);

        HttpResponse<String> person = sender.send(request);
        assertThat(person.statusCode()).isEqualTo(429);
        assertThat(person.body()).contains("<h1>Please wait a moment</h1>");
        assertThat(person.headers().firstValue("Retry-After")).isPresent();
        assertIsPage(person);

        HttpResponse<String> script = sender.send(request.setHeader("Accept", "application/json"));
        assertProblem(script, 429, "too-many-requests");
        assertThat(script.headers().firstValue("Retry-After")).isPresent();
        assertThat(script.headers().firstValue("Access-Control-Allow-Origin")).hasValue("https://www.example.com");
        assertThat(script.headers().firstValue("Access-Control-Expose-Headers"))
                .hasValueSatisfying(names -> assertThat(names).contains("Retry-After"));

        assertThat(sender.send(request.setHeader("X-Forwarded-For", "203.0.113.78"))
                        .statusCode())
                .isEqualTo(202);
    }

    @Test
    void aDatabaseThatIsAwayIsToldToBoth() throws Exception {
        threshold.acceptance = arrival -> {
            throw new DataAccessResourceFailureException(SECRET);
        };

        HttpResponse<String> person = sender.send(sender.form("pk_uk", FIELDS));
        assertThat(person.statusCode()).isEqualTo(503);
        assertThat(person.headers().firstValue("Retry-After")).isPresent();
        assertThat(person.body())
                .contains("<h1>Please try again in a moment</h1>")
                .doesNotContain(SECRET);

        HttpResponse<String> script = sender.send(script(LEAD));
        assertProblem(script, 503, "unavailable");
        assertThat(script.headers().firstValue("Access-Control-Allow-Origin")).hasValue(ORIGIN);
    }

    @Test
    void aFaultOfOursIsToldToBothAsWell() throws Exception {
        threshold.acceptance = arrival -> {
            throw new DataIntegrityViolationException(SECRET);
        };

        HttpResponse<String> person = sender.send(sender.form("pk_uk", FIELDS));
        assertThat(person.statusCode()).isEqualTo(500);
        assertThat(person.body()).contains("<h1>Something went wrong</h1>").doesNotContain(SECRET);
        assertProblem(sender.send(script(LEAD)), 500, "internal-error");
    }

    @Test
    void thereIsNoOtherForm() throws Exception {
        for (String path : new String[] {"/forms/pk_nobody", "/forms/pk_nobody/thanks"}) {
            HttpRequest.Builder request =
                    path.endsWith("thanks") ? sender.request(path) : sender.form("pk_nobody", FIELDS);
            HttpResponse<String> person = sender.send(request.setHeader("Accept", "text/html"));
            assertThat(person.statusCode()).isEqualTo(404);
            assertThat(person.body()).contains("<h1>There is no such form</h1>");
            assertProblem(sender.send(request.setHeader("Accept", "application/json")), 404, "not-found");
        }
        assertProblem(sender.send(sender.request("/forms/")), 404, "not-found");
        assertProblem(sender.send(sender.request("/forms/pk_uk/other")), 404, "not-found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "PUT", "DELETE", "PATCH", "s3cret-value"})
    void formsAreOnlyPosted(String method) throws Exception {
        HttpRequest.Builder request = sender.request("/forms/pk_uk").method(method, BodyPublishers.noBody());

        HttpResponse<String> script = sender.send(request);
        assertProblem(script, 405, "method-not-allowed");
        assertThat(script.headers().firstValue("Allow")).hasValue("POST, OPTIONS");
        HttpResponse<String> person = sender.send(request.setHeader("Accept", "text/html"));
        assertThat(person.statusCode()).isEqualTo(405);
        assertThat(person.body()).contains("<h1>There is nothing to see here</h1>");
    }

    @Test
    void optionsNameTheMethods() throws Exception {
        HttpResponse<String> answer =
                sender.send(sender.request("/forms/pk_uk").method("OPTIONS", BodyPublishers.noBody()));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Allow")).hasValue("POST, OPTIONS");
    }

    @ParameterizedTest
    @CsvSource({
        "cy, cy",
        "cy-GB, cy",
        "'fr, cy;q=0.5', cy",
        "'en, cy', en",
        "'cy;q=0.1, en;q=0.9', en",
        "fr, en",
        "*, en",
        "'<script>', en",
        "'', en"
    })
    void anotherLanguageIsOneFile(String accepted, String language) throws Exception {
        HttpResponse<String> thanks =
                sender.send(sender.request("/forms/pk_uk/thanks").header("Accept-Language", accepted));

        assertThat(thanks.body())
                .contains("lang=\"" + language + "\"")
                .contains(language.equals("cy") ? "<h1>Diolch</h1>" : "<h1>Thank you</h1>")
                .contains("We have received your details.");
        assertThat(thanks.headers().firstValue("Content-Language")).hasValue(language);
    }

    @Test
    void somethingElseThanAFormIsRefusedOnAPage() throws Exception {
        HttpResponse<String> answer = sender.send(sender.form("pk_uk", FIELDS).setHeader("Content-Type", "text/plain"));

        assertThat(answer.statusCode()).isEqualTo(415);
        assertIsPage(answer);
    }

    private HttpRequest.Builder script(String json) {
        return sender.form("pk_uk")
                .setHeader("Accept", "application/json")
                .setHeader("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json));
    }

    private HttpRequest.Builder preflight(String key, String origin) {
        return sender.request("/forms/" + key)
                .header("Origin", origin)
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "content-type")
                .method("OPTIONS", BodyPublishers.noBody());
    }

    private double received(String result) {
        return meters.counter("leadrouter.leads.received", "source", "website-uk", "result", result)
                .count();
    }

    static void assertIsPage(HttpResponse<String> answer) {
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/html;charset=UTF-8");
        assertThat(answer.headers().allValues("Cache-Control")).containsExactly("no-store");
        assertThat(answer.headers().allValues("X-Content-Type-Options")).containsExactly("nosniff");
        assertThat(answer.headers().allValues("Referrer-Policy")).containsExactly("no-referrer");
        assertThat(answer.headers().allValues("Content-Security-Policy"))
                .singleElement()
                .satisfies(policy -> assertThat(policy)
                        .matches("default-src 'none'; style-src 'sha256-[A-Za-z0-9+/]{43}='; form-action 'none';"
                                + " frame-ancestors 'none'; base-uri 'none'"));
        assertThat(answer.body()).startsWith("<!DOCTYPE html>").doesNotContain("<script", " style=", " th:");
    }

    private static Map<String, ?> withoutDate(HttpResponse<String> answer) {
        Map<String, Object> headers = new TreeMap<>(answer.headers().map());
        headers.remove("date");
        return headers;
    }

    private static String[] with(String... further) {
        return Stream.concat(Stream.of(FIELDS), Stream.of(further)).toArray(String[]::new);
    }
}
