package com.leadrouter.kapture;

import static com.leadrouter.kapture.ScriptedKapture.answer;
import static com.leadrouter.kapture.ScriptedKapture.example;
import static com.leadrouter.kapture.ScriptedKapture.exampleText;
import static com.leadrouter.kapture.ScriptedKapture.get;
import static com.leadrouter.kapture.ScriptedKapture.json;
import static com.leadrouter.kapture.ScriptedKapture.pull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.leadrouter.delivery.CallOutcome;
import com.leadrouter.delivery.DeliveryError;
import com.leadrouter.kapture.KaptureSettings.DateForm;
import com.leadrouter.kapture.Looked.Gone;
import com.leadrouter.kapture.Looked.There;
import com.leadrouter.kapture.Looked.Unanswered;
import com.leadrouter.kapture.PullAnswer.Done;
import com.leadrouter.kapture.PullAnswer.Failed;
import com.leadrouter.kapture.PullAnswer.Unauthorized;
import com.leadrouter.kapture.PullAnswer.Withheld;
import com.leadrouter.platform.FailedExchange;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.github.resilience4j.ratelimiter.RateLimiterRegistry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** What Pull and look-ups make of every answer that the contract names, and of others, through real HTTP. */
class KapturePullTest {

    private static final ZoneId KOLKATA = ZoneId.of("Asia/Kolkata");
    private static final Instant MIDNIGHT = Instant.parse("2021-03-13T18:30:00Z");

    private static final ScriptedKapture kapture = new ScriptedKapture();

    private final List<RemoteCustomer> told = new ArrayList<>();

    @BeforeEach
    void asNew() {
        kapture.reset();
    }

    @AfterAll
    static void stop() {
        kapture.close();
    }

    @Test
    void theExampleOfPullIsAskedForAndReadAsInTheContract() {
        assertThat(pulled(example(200, "kapture-pull-response.json"))).isEqualTo(new Done(1));

        Instant then = Instant.parse("2021-03-14T08:51:11Z");
        assertThat(told)
                .containsExactly(new RemoteCustomer(
                        new CustomerId(65245), "Ker", null, "ker@example.com", false, false, then, then, false));
        assertThat(kapture.sent(0)).isEqualTo(json(exampleText("kapture-pull-request.json")));
        assertThat(kapture.requests().getFirst().getHeader("Authorization")).isEqualTo("Basic common-key");
    }

    @Test
    void timesAreAskedForAsInTheContractAndWithThePullsOwnKey() {
        kapture.set("auth-keys.pull", "pull-key").answers(pull(example(200, "kapture-pull-none.json")));

        assertThat(kapture.pages().pull(window(DateForm.DATE_TIME), told::add)).isEqualTo(new Done(0));

        assertThat(kapture.sent(0)).isEqualTo(json(exampleText("kapture-pull-request-datetime.json")));
        assertThat(kapture.requests().getFirst().getHeader("Authorization")).isEqualTo("Basic pull-key");
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 400, 404})
    void nobodyBetweenTheDatesIsAnEmptyResultWithWhateverCode(int status) {
        assertThat(pulled(example(status, "kapture-pull-none.json"))).isEqualTo(new Done(0));
        assertThat(told).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"message\":[],\"status\":\"success\"}",
                "{\"Status\":\"Success\",\"Message\":[]}",
                "{\"message\":\" No  customer\\nbetween dates. \",\"status\":\"failed\"}"
            })
    void anEmptyResultHasOtherFormsToo(String body) {
        assertThat(pulled(answer(200, body))).isEqualTo(new Done(0));
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 400, 401, 404, 500})
    void anInvalidKeyIsOneWithWhateverCode(int status) {
        assertThat(pulled(example(status, "kapture-401.json"))).isEqualTo(new Unauthorized("Invalid Auth Key"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200|Invalid Auth Key|Invalid Auth Key",
                "200|{\"Message\":\"Message Key Expired\",\"Status\":\"Fail\"}|Message Key Expired",
                "400|{\"message\":\"AuthKeyInvalid\",\"status\":\"failed\"}|AuthKeyInvalid",
                "200|{\"status\":\"failed\",\"error\":\"APIExpired\"}|APIExpired",
                "401|<html>who are you</html>|HTTP 401",
                "403|{}|HTTP 403",
            })
    void arefusedKeyHasOtherWordsToo(int status, String body, String reason) {
        assertThat(pulled(answer(status, body))).isEqualTo(new Unauthorized(reason));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200|{\"message\":\"Ada Lovelace is on holiday\",\"status\":\"failed\"}|HTTP 200, in words that are none of Pull's",
                "400|{\"message\":\"Ada Lovelace is on holiday\",\"status\":\"failed\"}|HTTP 400, in words that are none of Pull's",
                "200|{\"message\":[{\"id\":1}],\"status\":\"failed\"}|HTTP 200, in words that are none of Pull's",
                "200|{\"message\":[{\"id\":1}]}|HTTP 200, in words that are none of Pull's",
                "200|{\"status\":\"success\"}|HTTP 200, success without customers",
                "200|{\"message\":{\"id\":1},\"status\":\"success\"}|HTTP 200, success without customers",
                "200|{\"message\":[{\"id\":1},x],\"status\":\"success\"}|the answer ceases to be JSON after 1 customers",
                "200|{\"message\":[{\"id\":1}],\"status\":\"success\"}}|the answer ceases to be JSON after 1 customers",
                "200|{\"message\":[{\"id\":1}],\"status\":\"success\"} []|the answer ceases to be JSON after 1 customers",
                "500|{\"message\":\"No customer between dates.\",\"status\":\"failed\"}|HTTP 500",
                "503||HTTP 503",
                "200|<html>|HTTP 200 without an answer of Kapture's API: wrong sub domain or path",
                "200||HTTP 200 without an answer of Kapture's API: wrong sub domain or path",
                "404||HTTP 404 without an answer of Kapture's API: wrong sub domain or path",
                "302||HTTP 302 without an answer of Kapture's API: wrong sub domain or path",
            })
    void whatIsNoListIsAFailureThatNamesNobody(int status, String body, String reason) {
        assertThat(pulled(answer(status, body == null ? "" : body))).isEqualTo(new Failed(reason));
    }

    @Test
    void whoIsAskedToComeLaterComesLater() {
        assertThat(pulled(answer(429, "").withHeader("Retry-After", "7"))).isEqualTo(new Withheld("THROTTLED"));
    }

    @Test
    void anAnswerThatEndsTooEarlyIsNeverAResult() {
        byte[] whole = exampleText("kapture-pull-response.json").strip().getBytes(StandardCharsets.UTF_8);
        for (int length = 0; length < whole.length; length++) {
            byte[] half = Arrays.copyOf(whole, length);
            try {
                assertThat(new PullReader(new CustomerReader(KOLKATA), told::add).read(new ByteArrayInputStream(half)))
                        .as("cut after %d bytes", length)
                        .isNotInstanceOf(PullReading.Customers.class);
            } catch (IOException brokenOff) {
                // so it is told to whoever counts failures
            }
        }
    }

    @Test
    void aConnectionThatIsCutIsAFailureAndCountsAgainstTheDestination() {
        CircuitBreakerRegistry breakers = breakers();
        kapture.with(breakers);
        String body = exampleText("kapture-pull-response.json");

        assertThat(pulled(answer(200, body).withHeader("Content-Length", String.valueOf(body.length() + 100))))
                .isInstanceOfSatisfying(
                        Failed.class, failed -> assertThat(failed.reason()).startsWith("no whole answer: "));
        assertThat(breakers.circuitBreaker("kapture").getMetrics().getNumberOfFailedCalls())
                .isEqualTo(1);
    }

    @Test
    void monthNullIsJanuaryInBothForms() {
        RemoteCustomer customer = read("""
                "generationDate": "Jan 6, 2021 12:01:45 AM",
                "lastModificationTime": {"year":2021,"month":0,"dayOfMonth":6,"hourOfDay":0,"minute":1,"second":45}""");

        assertThat(customer.createdAt()).isEqualTo("2021-01-05T18:31:45Z").isEqualTo(customer.modifiedAt());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"Jan 1, 0001 12:00:00 AM\"",
                "\"0001-01-01 00:00:00\"",
                "{\"year\":1,\"month\":0,\"dayOfMonth\":1}",
                "{\"year\":0,\"month\":11,\"dayOfMonth\":31}",
                "{\"year\":1969,\"month\":11,\"dayOfMonth\":31}",
                "{\"year\":300000,\"month\":0,\"dayOfMonth\":1}",
                "\"9999-12-31 23:59:59\"",
                "\"soon\"",
            })
    void aDateThatCanBeNoneIsAbsentAndCounted(String date) {
        List<String> logged = loggedWhile(() -> {
            RemoteCustomer customer = read("\"generationDate\": " + date + ", \"lastModificationTime\": " + date);

            assertThat(customer.createdAt()).isNull();
            assertThat(customer.modifiedAt()).isNull();
        });
        assertThat(logged).containsExactly("A pull from kapture told of 1 customers with a date that cannot be read");
    }

    @Test
    void theContractsOwnFormOfDatesIsReadToo() {
        assertThat(read("\"generationDate\": \"2021-03-14 14:21:11\"").createdAt())
                .isEqualTo("2021-03-14T08:51:11Z");
    }

    @Test
    void whereNoDateIsToldNoneIsCounted() {
        assertThat(loggedWhile(() -> read("\"generationDate\": \" \", \"lastModificationTime\": {}")))
                .isEmpty();
        kapture.reset();
        assertThat(loggedWhile(() -> read("\"generationDate\": null, \"lastModificationTime\": \"0\"")))
                .isEmpty();
    }

    @Test
    void aTimeIsThatOfTheTenantsZone() {
        kapture.set("time-zone", "Europe/Berlin");

        assertThat(read("\"generationDate\": \"Jul 6, 2021 12:00:00 PM\"").createdAt())
                .isEqualTo("2021-07-06T10:00:00Z");
        kapture.reset();
        kapture.set("time-zone", "Europe/Berlin");
        assertThat(read("\"generationDate\": \"Jan 6, 2021 12:00:00 PM\"").createdAt())
                .isEqualTo("2021-01-06T11:00:00Z");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "\"9876543210\"|+919876543210",
                "9876543210|+919876543210",
                "\"+91 98765-43210\"|+919876543210",
                "\"919876543210\"|+919876543210",
                "\"09876543210\"|+919876543210",
                "\"+447700900123\"|+447700900123",
                "\"\"|-",
                "\" \"|-",
                "0|-",
                "0.0|-",
                "\"0\"|-",
                "null|-",
                "\"06-3582\"|-",
            })
    void aPhoneIsReadWhateverItsForm(String phone, String e164) {
        RemoteCustomer customer = read("\"contacts\":[{\"phone\":" + phone + "}]");

        assertThat(customer.phone()).isEqualTo(e164);
        assertThat(customer.phoneMasked()).isFalse();
    }

    @Test
    void aPhonesOwnCountryCodeCounts() {
        assertThat(read("\"contacts\":[{\"phone\":\"7700900123\",\"phoneCountryCode\":\"44\"}]")
                        .phone())
                .isEqualTo("+447700900123");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"phone\":\"9876543210\",\"isMobileMasked\":true,\"email\":\"a@example.com\"|true|false",
                "\"phone\":\"9876543210\",\"email\":\"a@example.com\",\"isEmailMasked\":\"true\"|false|true",
                "\"phone\":\"XXXXXX3210\",\"email\":\"a*****@example.com\"|true|true",
                "\"phone\":\"98******10\",\"email\":\"XXXX@example.com\"|true|true",
            })
    void whatIsMaskedIsNotTakenForAValue(String contact, boolean phone, boolean email) {
        RemoteCustomer customer = read("\"contacts\":[{" + contact + "}]");

        assertThat(customer.phoneMasked()).isEqualTo(phone);
        assertThat(customer.phone()).isEqualTo(phone ? null : "+919876543210");
        assertThat(customer.emailMasked()).isEqualTo(email);
        assertThat(customer.email()).isEqualTo(email ? null : "a@example.com");
    }

    @Test
    void thePrimaryContactCountsElseTheFirst() {
        assertThat(read("\"contacts\":[{\"email\":\"One@Example.com\"},{\"email\":\"two@example.com\"}]")
                        .email())
                .isEqualTo("one@example.com");
        kapture.reset();
        assertThat(
                        read("\"contacts\":[{\"email\":\"one@example.com\"},{\"email\":\"two@example.com\",\"isPrimaryContact\":true}]")
                                .email())
                .isEqualTo("two@example.com");
    }

    @Test
    void whatKaptureSaysBesideDoesNotMatter() {
        // Raw control characters, a byte that is no UTF-8, an escape that JSON has not, blanks, and amounts of both
        // kinds.
        String customer = """
                {"id":"7","name":" Ker ","remarks":"\nNAME\tKer\r\n\u0001 \\' \u00e9","gender":" ",
                 "maxCreditAmt":0,"outStandingAmount":0.0,"cityPotential":"false","contacts":null,
                 "lastModificationTime":{},"generationDate":"","deleted":true,"more":{"id":[{"id":8}]}}""";
        byte[] body = ("{\"message\":[" + customer
                        + ", {\"id\":0}, null, \"x\"], \"more\":[1,{\"a\":2}], \"status\":\"success\"}")
                .getBytes(StandardCharsets.ISO_8859_1);

        kapture.answers(pull(answer(200, "").withBody(body)));

        assertThat(kapture.pages().pull(window(DateForm.DATE), told::add)).isEqualTo(new Done(1));
        assertThat(told)
                .containsExactly(
                        new RemoteCustomer(new CustomerId(7), "Ker", null, null, false, false, null, null, true));
    }

    @Test
    void thePullHasATimeoutOfItsOwn() {
        kapture.set("http.response-timeout", "400ms")
                .set("pull.response-timeout", "20s")
                .answers(
                        pull(example(200, "kapture-pull-response.json").withFixedDelay(1200)),
                        get(example(200, "kapture-get-response.json").withFixedDelay(1200)));
        CustomerPages pages = kapture.pages();

        assertThat(pages.pull(window(DateForm.DATE), told::add)).isEqualTo(new Done(1));
        assertThat(pages.look(byId()))
                .isInstanceOfSatisfying(
                        Unanswered.class, none -> assertThat(none.outcome()).isInstanceOf(CallOutcome.Unknown.class));
    }

    @Test
    void anAnswerThatDripsForLongerThanThePullsTimeoutIsCut() {
        kapture.set("pull.response-timeout", "500ms");
        long started = System.nanoTime();

        assertThat(pulled(example(200, "kapture-pull-response.json").withChunkedDribbleDelay(200, 10_000)))
                .isInstanceOf(Failed.class);
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void whatTheReceiverThrowsIsNoFaultOfKapture() {
        CircuitBreakerRegistry breakers = breakers();
        kapture.with(breakers).answers(pull(example(200, "kapture-pull-response.json")));
        CustomerPages pages = kapture.pages();

        assertThatThrownBy(() -> pages.pull(window(DateForm.DATE), customer -> {
                    throw new IllegalStateException("no database");
                }))
                .hasMessage("no database");
        assertThat(breakers.circuitBreaker("kapture").getMetrics().getNumberOfFailedCalls())
                .isZero();
    }

    @Test
    void pullsAndLooksPassTheSameBreaker() {
        CircuitBreakerRegistry breakers = breakers();
        kapture.with(breakers).answers(pull(answer(503, "")), get(answer(503, "")));
        CustomerPages pages = kapture.pages();

        assertThat(pages.pull(window(DateForm.DATE), told::add)).isEqualTo(new Failed("HTTP 503"));
        assertThat(pages.look(byId())).isInstanceOf(Unanswered.class);
        assertThat(pages.pull(window(DateForm.DATE), told::add)).isEqualTo(new Withheld("CIRCUIT_OPEN"));
        assertThat(pages.look(byId())).isEqualTo(new Unanswered(new CallOutcome.NotTried("CIRCUIT_OPEN")));
        assertThat(kapture.operations()).containsExactly("pull", "get");
    }

    @Test
    void pullsAndLooksPassTheSameLimiter() {
        RateLimiterRegistry limiters = RateLimiterRegistry.of(RateLimiterConfig.custom()
                .limitForPeriod(2)
                .limitRefreshPeriod(Duration.ofHours(1))
                .build());
        limiters.rateLimiter("kapture");
        kapture.with(limiters)
                .answers(get(example(200, "kapture-get-not-found.json")), pull(example(200, "kapture-pull-none.json")));
        CustomerPages pages = kapture.pages();

        assertThat(pages.look(byId())).isEqualTo(new Gone());
        assertThat(pages.pull(window(DateForm.DATE), told::add)).isEqualTo(new Done(0));
        assertThat(pages.pull(window(DateForm.DATE), told::add)).isEqualTo(new Withheld("RATE_LIMITED"));
        assertThat(kapture.requests()).hasSize(2);
    }

    @Test
    void aCustomerThatIsThereIsToldWhole() {
        assertThat(looked(example(200, "kapture-get-response.json")))
                .isEqualTo(new There(new RemoteCustomer(
                        new CustomerId(61371820),
                        "Nishchal",
                        "+919876543212",
                        null,
                        false,
                        false,
                        Instant.parse("2021-01-06T12:31:45Z"),
                        null,
                        false)));
        assertThat(kapture.sent(0).get(0).path("kapture_customer_id").asText()).isEqualTo("61371820");
    }

    @Test
    void ofSeveralTheNewestIsTold() {
        assertThat(looked(example(200, "kapture-get-response-multiple.json")))
                .isInstanceOfSatisfying(There.class, there -> {
                    assertThat(there.customer().id()).isEqualTo(new CustomerId(61371821));
                    assertThat(there.customer().phone()).isEqualTo("+919876543213");
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"Customer Details\":[],\"status\":\"success\"}",
                "{\"Customer Details\":{\"id\":1,\"deleted\":true},\"status\":\"success\"}",
                "{\"Customer Details\":\"Information given by you does not exist in our sytsem.\",\"status\":\"failed\"}",
                "{\"Customer Details\":\", information given by you\\n does NOT exist in our sytsem. \",\"status\":\"failed\"}"
            })
    void whoIsNotThereOrWasDeletedIsGone(String body) {
        assertThat(looked(answer(200, body))).isEqualTo(new Gone());
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 400})
    void otherWordsInPlaceOfACustomerDoNotSayThatItIsGone(int status) {
        assertThat(looked(answer(status, "{\"Customer Details\":\"Please try later.\",\"status\":\"failed\"}")))
                .isEqualTo(new Unanswered(
                        new CallOutcome.RejectedData(List.of(DeliveryError.of(null, "Please try later.")))));
    }

    @Test
    void aCustomerWithoutAnIdDoesNotSayThatOneIsGone() {
        assertThat(looked(answer(200, "{\"Customer Details\":{},\"status\":\"success\"}")))
                .isInstanceOf(Unanswered.class);
    }

    @Test
    void anAnswerThatSaysNothingOfCustomersDoesNotSayThatOneIsGone() {
        assertThat(looked(answer(200, "{\"status\":\"success\"}")))
                .isEqualTo(new Unanswered(new CallOutcome.RejectedData(List.of(
                        DeliveryError.ours("kapture-no-customer", "Kapture says success and tells of no customer")))));
    }

    @Test
    void aRefusedKeyIsNoAnswerToALook() {
        assertThat(looked(example(401, "kapture-401.json")))
                .isEqualTo(new Unanswered(new CallOutcome.Unauthorized("Invalid Auth Key")));
    }

    @Test
    void aCustomerDoesNotShowItself() {
        assertThat(new RemoteCustomer(
                                new CustomerId(7),
                                "Ada",
                                "+919876543210",
                                "ada@example.com",
                                false,
                                false,
                                null,
                                null,
                                false)
                        .toString())
                .isEqualTo("RemoteCustomer[id=7, …]");
    }

    private PullAnswer pulled(ResponseDefinitionBuilder answer) {
        kapture.answers(pull(answer));
        return kapture.pages().pull(window(DateForm.DATE), told::add);
    }

    private Looked looked(ResponseDefinitionBuilder answer) {
        kapture.answers(get(answer));
        return kapture.pages().look(byId());
    }

    private RemoteCustomer read(String properties) {
        assertThat(pulled(answer(200, "{\"message\":[{\"id\":1," + properties + "}],\"status\":\"success\"}")))
                .isEqualTo(new Done(1));
        return told.getLast();
    }

    private static List<String> loggedWhile(Runnable act) {
        ListAppender<ILoggingEvent> logged = new ListAppender<>();
        Logger logger = (Logger) LoggerFactory.getLogger(KapturePull.class);
        logged.start();
        logger.addAppender(logged);
        try {
            act.run();
        } finally {
            logger.detachAppender(logged);
        }
        return logged.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    private static CircuitBreakerRegistry breakers() {
        return CircuitBreakerRegistry.of(CircuitBreakerConfig.custom()
                .recordResult(new FailedExchange())
                .minimumNumberOfCalls(2)
                .slidingWindowSize(2)
                .build());
    }

    private static Search byId() {
        return new Search.ById(new CustomerId(61371820));
    }

    private static PullWindow window(DateForm form) {
        return PullWindow.cut(MIDNIGHT, MIDNIGHT.plus(Duration.ofDays(1)), KOLKATA, form)
                .getFirst();
    }
}
