package com.leadrouter.intake;

import static com.leadrouter.intake.Sender.LEAD;
import static com.leadrouter.intake.Sender.SECRET;
import static com.leadrouter.intake.Sender.assertProblem;
import static com.leadrouter.intake.Sender.assertRefused;
import static com.leadrouter.intake.Sender.post;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.leadrouter.intake.IntakeSlice.Threshold;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.CannotGetJdbcConnectionException;

/** Whatever anyone sends, the answer is a problem that tells the sender what is wrong and repeats nothing of it. */
@WithFrontDoor
class NonsenseIT {

    @Autowired
    private Threshold threshold;

    private Sender sender = new Sender(0);

    @BeforeEach
    void open(@LocalServerPort int port) {
        sender = new Sender(port);
        threshold.reset();
    }

    static Stream<Arguments> unreadableBodies() {
        String attribute = LEAD.replace("\"contact\"", "\"attributes\": {\"x\": %s}, \"contact\"");
        return Stream.of(
                arguments("nothing", bytes(""), 400),
                arguments("blanks", bytes(" \n"), 400),
                arguments("half an object", bytes("{\"a\": \"" + SECRET), 400),
                arguments("no JSON", bytes(SECRET), 400),
                arguments("a comment", bytes("/* " + SECRET + " */" + LEAD), 400),
                arguments("single quotes", bytes("{'a': 1}"), 400),
                arguments("NaN", bytes(attribute.formatted("NaN")), 400),
                arguments("a raw control character", bytes(attribute.formatted("\"a\nb\"")), 400),
                arguments("two values", bytes(LEAD + LEAD), 400),
                arguments("a name twice", bytes("{\"" + SECRET + "\": 1, \"" + SECRET + "\": 2}"), 400),
                arguments("an inner name twice", bytes(attribute.formatted("\"a\", \"x\": \"b\"")), 400),
                arguments("too deep", bytes("[".repeat(30_000)), 400),
                arguments("too deep, and whole", bytes("{\"a\":".repeat(5000) + "1" + "}".repeat(5000)), 400),
                arguments("a long number", bytes(attribute.formatted("1".repeat(5000))), 400),
                arguments("a huge exponent", bytes(attribute.formatted("1e999999999")), 400),
                arguments("an array", bytes("[" + LEAD + "]"), 400),
                arguments("null", bytes("null"), 400),
                arguments("NUL", bytes(attribute.formatted("\"a\\u0000\"")), 400),
                arguments("a lone surrogate", bytes(attribute.formatted("\"\\ud800\"")), 400),
                arguments(
                        "an encoded surrogate",
                        attribute.formatted("\"\u00ed\u00a0\u0080\"").getBytes(ISO_8859_1),
                        400),
                arguments(
                        "an overlong NUL",
                        attribute.formatted("\"\u00c0\u0080\"").getBytes(ISO_8859_1),
                        400),
                arguments("ISO 8859-1", LEAD.replace("Ada", "Zoë").getBytes(ISO_8859_1), 400),
                arguments("UTF-16", LEAD.getBytes(StandardCharsets.UTF_16), 400),
                arguments("all zero", new byte[1000], 400),
                arguments("64 KiB of nonsense", bytes("\u0001x".repeat(32 * 1024)), 400),
                arguments("a long name", bytes("{\"" + "s".repeat(1001) + "\": 1}"), 400),
                arguments("64 KiB of names", bytes("{" + names() + "}"), 400),
                arguments("too large", bytes("{\"a\": \"" + "x".repeat(64 * 1024) + "\"}"), 413),
                arguments("far too large", bytes("x".repeat(5_000_000)), 413));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unreadableBodies")
    void whatIsNoLeadIsNotTaken(String what, byte[] body, int status) throws Exception {
        assertRefused(sender.send(sender.lead(BodyPublishers.ofByteArray(body))), status);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unreadableBodies")
    void norIsItInChunks(String what, byte[] body, int status) throws Exception {
        assertRefused(
                sender.send(sender.lead(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))), status);
    }

    static Stream<Arguments> unreadableForms() {
        String encoded = "application/x-www-form-urlencoded";
        String parts = "multipart/form-data; boundary=b";
        String head = "--b\r\nContent-Disposition: form-data; name=\"";
        return Stream.of(
                arguments("nothing", encoded, "", 400),
                arguments("a lonely %", encoded, "a=%", 400),
                arguments("half of a hexadecimal number", encoded, "a=%4", 400),
                arguments("no hexadecimal number", encoded, "%s3cret-value=1", 400),
                arguments("no UTF-8", encoded, "a=%ff%fe", 400),
                arguments("an encoded surrogate", encoded, "a=%ed%a0%80", 400),
                arguments("an overlong NUL", encoded, "a=%c0%80", 400),
                arguments("NUL", encoded, "a=%00" + SECRET, 400),
                arguments("NUL in a name", encoded, SECRET + "%00=a", 400),
                arguments("a name without a field", encoded, "=" + SECRET, 400),
                arguments("nothing but signs", encoded, "=&=&&=%20&+=+", 400),
                arguments("a huge name", encoded, SECRET.repeat(5000) + "=x", 400),
                arguments("a huge value", encoded, "a=" + SECRET.repeat(5000), 400),
                arguments("a thousand fields", encoded, "s3cret-value&".repeat(1000), 400),
                arguments("sixty thousand signs", encoded, "&".repeat(60_000), 400),
                arguments("thirty thousand fields", encoded, "a&".repeat(30_000), 400),
                arguments("JSON", encoded, LEAD, 400),
                arguments("too large", encoded, "a=" + "x".repeat(64 * 1024), 413),
                arguments("another charset", encoded + ";charset=iso-8859-1", "a=%e9", 415),
                arguments("no such charset", encoded + ";charset=s3cret-value", "a=b", 415),
                arguments("no boundary", "multipart/form-data", head + "a\"\r\n\r\nx\r\n--b--", 400),
                arguments("an empty boundary", "multipart/form-data; boundary=", head + "a\"\r\n\r\nx\r\n--b--", 415),
                arguments("a huge boundary", parts + "x".repeat(5000), head + "a\"\r\n\r\nx\r\n--b--", 400),
                arguments("another boundary", parts + "c", head + "a\"\r\n\r\nx\r\n--b--", 400),
                arguments("no parts", parts, "", 400),
                arguments("the end alone", parts, "--b--\r\n", 400),
                arguments("no end", parts, head + "a\"\r\n\r\n" + SECRET, 400),
                arguments("no line break", parts, "--b", 400),
                arguments("no disposition", parts, "--b\r\nX: y\r\n\r\n" + SECRET + "\r\n--b--\r\n", 400),
                arguments("no name", parts, "--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--\r\n", 400),
                arguments("a huge name in a part", parts, head + SECRET.repeat(4000) + "\"\r\n\r\nx\r\n--b--\r\n", 400),
                arguments("a thousand parts", parts, (head + "a\"\r\n\r\nx\r\n").repeat(1000) + "--b--\r\n", 400),
                arguments("no UTF-8 in a part", parts, head + "a\"\r\n\r\n\u00ff\u00fe\r\n--b--\r\n", 400),
                arguments("NUL in a part", parts, head + "a\"\r\n\r\n\u0000\r\n--b--\r\n", 400),
                arguments(
                        "parts of parts",
                        parts,
                        head + "a\"\r\nContent-Type: multipart/mixed\r\n\r\nx\r\n--b--\r\n",
                        400),
                arguments("zeros", parts, "\u0000".repeat(1000), 400),
                arguments("a file", parts, head + "a\"; filename=\"s3cret-value\"\r\n\r\nx\r\n--b--\r\n", 415),
                arguments(
                        "a part's odd charset",
                        parts,
                        head + "a\"\r\nContent-Type: text/plain;charset=utf-16\r\n\r\nx\r\n--b--\r\n",
                        415),
                arguments("a part's odd type", parts, head + "a\"\r\nContent-Type: s3cret\r\n\r\nx\r\n--b--\r\n", 415),
                arguments("too large in parts", parts, head + "a\"\r\n\r\n" + "x".repeat(64 * 1024), 413));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unreadableForms")
    void norIsItAsAForm(String what, String type, String body, int status) throws Exception {
        HttpRequest.Builder atTheApi =
                sender.lead(BodyPublishers.ofString(body, ISO_8859_1)).setHeader("Content-Type", type);
        assertRefused(sender.send(atTheApi), status);

        HttpRequest.Builder atTheForm =
                sender.form("pk_uk").setHeader("Content-Type", type).POST(BodyPublishers.ofString(body, ISO_8859_1));
        assertRefused(sender.send(atTheForm.copy().setHeader("Accept", "application/json")), status);
        HttpResponse<String> page = sender.send(atTheForm);
        assertThat(page.statusCode()).isEqualTo(status);
        assertThat(page.body()).startsWith("<!DOCTYPE html>").doesNotContain(SECRET);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Forwarded-For: s3cret-value\u00ff",
                "X-Forwarded-For: ,,,, ,",
                "Forwarded: for=\"\\\"",
                "Forwarded: ;;=;for=;for",
                "Origin: s3cret-value",
                "Origin: https://www.example.co.uk\\@evil.example",
                "Referer: http://[s3cret-value",
                "Referer: https://www.example.co.uk:{s3cret-value}",
                "Referer: https://www.example.co.uk:99999999999",
                "Referer: https://{s3cret-value}/{",
                "Origin: https://www.example.co.uk:{s3cret-value}",
                "Origin: https://www.example.co.uk:99999999999",
                "Origin: https://{s3cret-value}",
                "Accept: text/html;q=s3cret-value",
                "Accept-Language: s3cret_value;q=2, \u00ff",
                "Cookie: s3cret-value"
            })
    void oddHeadersOfAFormAreNoFaultOfOurs(String header) throws Exception {
        String body = Sender.urlEncoded(Sender.FIELDS);
        Sender.Answer answer = sender.raw("POST /forms/pk_uk HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: " + body.length() + "\r\n"
                + header
                + "\r\n\r\n" + body);

        assertThat(answer.status()).isIn(202, 403);
        assertThat(answer.body()).doesNotContain("s3cret");
    }

    @Test
    void aLeadOf64KiBIsTaken() throws Exception {
        assertThat(sender.send(sender.lead(LEAD + " ".repeat(64 * 1024 - LEAD.length())))
                        .statusCode())
                .isEqualTo(202);
        assertProblem(
                sender.send(sender.lead(LEAD + " ".repeat(64 * 1024 + 1 - LEAD.length()))), 413, "payload-too-large");
    }

    @Test
    void aByteOrderMarkIsForgiven() throws Exception {
        assertThat(sender.send(sender.lead("\ufeff" + LEAD)).statusCode()).isEqualTo(202);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/xml",
                "application/json;charset=iso-8859-1",
                "application/json;charset=nope",
                "application/*",
                "*/*",
                "json",
                ";",
                "a/b/c",
                ""
            })
    void onlyJsonAndFormsInUtf8AreTaken(String contentType) throws Exception {
        assertProblem(
                sender.send(sender.lead(LEAD).setHeader("Content-Type", contentType)), 415, "unsupported-media-type");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "Application/JSON; Charset=\"utf-8\"", "application/json;charset=UTF8"})
    void howeverThatIsWritten(String contentType) throws Exception {
        assertThat(sender.send(sender.lead(LEAD).setHeader("Content-Type", contentType))
                        .statusCode())
                .isEqualTo(202);
    }

    @Test
    void aCompressedBodyIsNotTaken() throws Exception {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
            gzip.write(LEAD.getBytes(UTF_8));
        }

        HttpRequest.Builder request = sender.lead(BodyPublishers.ofByteArray(zipped.toByteArray()));
        assertProblem(sender.send(request.copy().header("Content-Encoding", "gzip")), 415, "unsupported-media-type");
        assertProblem(sender.send(request), 400, "malformed-request");
        assertThat(sender.send(sender.lead(LEAD).header("Content-Encoding", "identity"))
                        .statusCode())
                .isEqualTo(202);
    }

    @Test
    void anIdempotencyKeyHasLimits() throws Exception {
        assertThat(sender.send(sender.lead(LEAD).header("Idempotency-Key", "k".repeat(255)))
                        .statusCode())
                .isEqualTo(202);
        assertProblem(
                sender.send(sender.lead(LEAD).header("Idempotency-Key", "k".repeat(256))), 400, "malformed-request");
        assertProblem(
                sender.send(sender.lead(LEAD).header("Idempotency-Key", "a").header("Idempotency-Key", "a")),
                400,
                "malformed-request");
        assertProblem(sender.raw(post("Idempotency-Key: \u00fc" + SECRET, LEAD)), 400, "malformed-request");
        assertProblem(sender.raw(post("Idempotency-Key: a\u0001b", LEAD)), 400, "malformed-request");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "DELETE", "PATCH", "HEAD", "s3cret-value"})
    void otherMethodsAreNotAllowed(String method) throws Exception {
        HttpResponse<String> answer = sender.send(
                sender.request("/api/v1/leads").header("X-API-Key", "key-uk").method(method, BodyPublishers.noBody()));

        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("Allow"))
                .hasValueSatisfying(allow -> assertThat(allow).contains("POST"));
        if (!method.equals("HEAD")) {
            assertProblem(answer, 405, "method-not-allowed");
        }
    }

    @Test
    void aFormThatNobodyTakesIsNotReadFirst() throws Exception {
        assertProblem(
                sender.raw("PUT /api/v1/leads HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                        + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 5000000000\r\n\r\n"),
                405,
                "method-not-allowed");
    }

    @Test
    void optionsNameTheMethods() throws Exception {
        HttpResponse<String> answer =
                sender.send(sender.request("/api/v1/leads").method("OPTIONS", BodyPublishers.noBody()));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Allow"))
                .hasValueSatisfying(allow -> assertThat(allow).contains("POST"));
    }

    @Test
    void traceEchoesNothing() throws Exception {
        Sender.Answer answer = sender.raw("TRACE /api/v1/leads HTTP/1.1\r\nHost: x\r\nX-API-Key: s3cret-value\r\n\r\n");

        assertProblem(answer, 405, "method-not-allowed");
        assertThat(answer.head()).containsOnlyOnce("Allow:").contains("Allow: POST\r\n");
        assertProblem(sender.raw("TRACE /nowhere HTTP/1.1\r\nHost: x\r\n\r\n"), 405, "method-not-allowed");
    }

    @Test
    void aForeignPageIsRefusedInAProblemToo() throws Exception {
        Sender.Answer answer = sender.raw("OPTIONS /api/v1/leads HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                + "Origin: https://s3cret-value.example\r\nAccess-Control-Request-Method: POST\r\n\r\n");

        assertProblem(answer, 403, "forbidden");
        assertThat(answer.head()).doesNotContain("Access-Control-Allow-Origin", SECRET);
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v1/leads, http://x:{s3cret-value}",
        "/api/v1/leads, http://x:99999999999",
        "/api/v1/leads, http://[s3cret-value",
        "/api/v1/leads, s3cret-value",
        "/forms/pk_uk, http://x:{s3cret-value}"
    })
    void soIsOneThatNobodyCanRead(String path, String origin) throws Exception {
        Sender.Answer answer = sender.raw("OPTIONS " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nOrigin: "
                + origin + "\r\nAccess-Control-Request-Method: POST\r\n\r\n");

        assertProblem(answer, 403, "forbidden");
        assertThat(answer.head()).doesNotContain("Access-Control-Allow-Origin", SECRET);
    }

    static Stream<Arguments> answers() {
        return Stream.of(
                arguments("a lead", post("X: x", LEAD), 202),
                arguments("an invalid lead", post("X: x", "{}"), 400),
                arguments("methods", "OPTIONS /api/v1/leads HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", 200),
                arguments("a batch", postBatch("key-uk", "application/x-ndjson", LEAD.replaceAll("\\s+", " ")), 207),
                arguments("no batch", postBatch("key-uk", "application/json", "{}"), 400),
                arguments("a batch in another form", postBatch("key-uk", "text/plain", ""), 415),
                arguments("a stranger's batch", postBatch("key-u", "application/json", "[]"), 401),
                arguments("a stranger", post("X-API-Key: key-uk", LEAD), 401),
                arguments("an answer nobody gives", post("Accept: image/png", LEAD), 406),
                arguments("too large", post("X: x", " ".repeat(65 * 1024)), 413),
                arguments("in another encoding", post("Content-Encoding: gzip", LEAD), 415),
                arguments("a huge head", "GET /?" + "x".repeat(17 * 1024) + " HTTP/1.1\r\nHost: x\r\n\r\n", 400),
                arguments("another protocol", "GET / HTTP/7.0\r\nHost: x\r\n\r\n", 400),
                arguments("a method", "PUT /api/v1/leads HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", 405),
                arguments("no such thing", "GET /nowhere HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", 404),
                arguments(
                        "no such thing, of any type",
                        "POST /nowhere HTTP/1.1\r\nHost: x\r\nContent-Type: */*\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
                        404),
                arguments("TRACE", "TRACE / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", 405),
                arguments("a broken request", "GET /\\ HTTP/1.1\r\nHost: x\r\n\r\n", 400),
                arguments("no host", "GET / HTTP/1.1\r\n\r\n", 400));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("answers")
    void everyAnswerIsForItsReaderOnly(String what, String request, int status) throws Exception {
        assertIsForItsReaderOnly(sender.raw(request), status);
    }

    static Stream<Arguments> mishaps() {
        return Stream.of(
                arguments(422, (Acceptance) arrival -> new Taken.KeyReused()),
                arguments(503, failing(new CannotGetJdbcConnectionException(SECRET))),
                arguments(500, failing(new IllegalStateException(SECRET))));
    }

    private static Acceptance failing(RuntimeException failure) {
        return arrival -> {
            throw failure;
        };
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mishaps")
    void soIsWhatIsSaidOfAMishap(int status, Acceptance acceptance) throws Exception {
        threshold.acceptance = acceptance;

        assertIsForItsReaderOnly(sender.raw(post("X: x", LEAD)), status);
    }

    @Test
    void soIsWhatIsSaidToWhoComesTooFast() throws Exception {
        String batch = postBatch("key-hasty", "application/json", "[" + "1,".repeat(500) + "1]");
        sender.raw(batch);

        assertIsForItsReaderOnly(sender.raw(batch), 429);
    }

    @Test
    void soIsWhatIsSaidWhereThereIsNoRoom() throws Exception {
        CountDownLatch mayGoOn = new CountDownLatch(1);
        CountDownLatch isInside = new CountDownLatch(1);
        threshold.acceptance = arrival -> {
            isInside.countDown();
            assertThatCode(mayGoOn::await).doesNotThrowAnyException();
            return new Taken.KeyReused();
        };
        var inside = sender.sendAsync(sender.batch("application/json", "[" + LEAD + "]"));
        try {
            isInside.await();
            assertIsForItsReaderOnly(sender.raw(postBatch("key-uk", "application/json", "[]")), 503);
        } finally {
            mayGoOn.countDown();
        }
        assertThat(inside.get().statusCode()).isEqualTo(207);
    }

    private static String postBatch(String key, String contentType, String body) {
        return "POST /api/v1/leads/batch HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-API-Key: " + key
                + "\r\nContent-Type: " + contentType + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    private static void assertIsForItsReaderOnly(Sender.Answer answer, int status) {
        assertThat(answer.status()).as(answer.head()).isEqualTo(status);
        assertThat(answer.head().lines())
                .contains(
                        "Cache-Control: no-store",
                        "Content-Security-Policy: default-src 'none'; base-uri 'none'; form-action 'none';"
                                + " frame-ancestors 'none'",
                        "Cross-Origin-Resource-Policy: same-origin",
                        "Referrer-Policy: no-referrer",
                        "X-Content-Type-Options: nosniff",
                        "X-Frame-Options: DENY");
        assertThat(answer.head().lines().map(line -> line.toLowerCase(Locale.ROOT)))
                .noneMatch(line -> line.startsWith("server:")
                        || line.startsWith("x-powered-by:")
                        || line.startsWith("strict-transport-security:"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/%3Cscript%3Es3cret-value%3C/script%3E",
                "/a%0d%0aSet-Cookie:s3cret-value=1",
                "/api/v1/leads;s3cret-value=1",
                "/s3cret-value@example.com",
                "/s3cret-value+1",
                "/s3cret-value0000000000000000000000000000000000000",
                "/api/v1/leads/%3Cs3cret-value%3E"
            })
    void aPathThatIsNotPlainIsNotRepeated(String path) throws Exception {
        Sender.Answer answer = sender.raw("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        assertThat(answer.head()).contains("application/problem+json").doesNotContain(SECRET);
        assertThat(answer.body()).contains("\"status\":40").doesNotContain(SECRET, "instance");
    }

    @ParameterizedTest
    @CsvSource({
        "/, not-found",
        "/nowhere, not-found",
        "/api/v1/leads/, not-found",
        "/error, not-found",
        "/api/v1/leads%00, ",
        "/..%2f..%2fetc, ",
        "/%zz, ",
        "/a?x=%zz, not-found",
        "/a;b=c, not-found"
    })
    void thereIsNothingElsewhere(String path, String type) throws Exception {
        Sender.Answer answer = sender.raw("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        assertRefused(answer.status(), answer.body(), type == null ? 400 : 404);
    }

    static Stream<String> nonsense() {
        return Stream.of(
                "s3cret-value\r\n\r\n",
                "GET\r\n\r\n",
                "GET / s3cret-value\r\n\r\n",
                "GET / HTTP/9.9\r\nHost: x\r\n\r\n",
                "GET /<s3cret-value> HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /a\\b HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET / HTTP/1.1\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: s3cret value\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\ns3cret value: x\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nX: " + "s".repeat(100_000) + "\r\n\r\n",
                "GET /" + "s".repeat(100_000) + " HTTP/1.1\r\nHost: x\r\n\r\n",
                post("Content-Length: s3cret-value", ""),
                post("Content-Length: -5", ""),
                post("Content-Length: 99999999999999999999", ""),
                post("Transfer-Encoding: s3cret-value", ""),
                post("Transfer-Encoding: chunked", "zz\r\ns3cret-value\r\n"),
                post("Transfer-Encoding: chunked", "5\r\nab"),
                "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003\r\n\r\n");
    }

    @ParameterizedTest
    @MethodSource("nonsense")
    void whatTomcatCannotReadIsAProblemToo(String bytes) throws Exception {
        Sender.Answer answer = sender.raw(bytes);

        assertRefused(answer.status(), answer.body(), 400);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static String names() {
        StringBuilder names = new StringBuilder("\"a\":1");
        for (int i = 0; names.length() < 60_000; i++) {
            names.append(",\"").append(SECRET.substring(0, 2)).append(i).append("\":1");
        }
        return names.toString();
    }
}
