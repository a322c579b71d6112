package com.leadrouter.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.leadrouter.Eventually;
import com.leadrouter.platform.Exchange.Answered;
import com.leadrouter.platform.Exchange.NeverSent;
import com.leadrouter.platform.Exchange.NoAnswer;
import com.leadrouter.platform.Exchange.Why;
import com.leadrouter.platform.Exchange.Withheld;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.github.resilience4j.ratelimiter.RateLimiterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a call, over real sockets. */
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RemoteCallTest {

    private static final Duration RESPONSE_TIMEOUT = Duration.ofMillis(600);
    private static final byte[] JSON = "{}".getBytes(StandardCharsets.UTF_8);
    private static final Wire.Behaviour OK = connection -> {
        while (!connection.readRequest().isEmpty()) {
            connection.answer("202 Accepted", "ok");
        }
    };

    private final CircuitBreakerRegistry circuitBreakers = CircuitBreakerRegistry.of(CircuitBreakerConfig.custom()
            .recordResult(new FailedExchange())
            .minimumNumberOfCalls(4)
            .slidingWindowSize(4)
            .permittedNumberOfCallsInHalfOpenState(3)
            .build());
    private final RateLimiterRegistry rateLimiters = RateLimiterRegistry.of(RateLimiterConfig.custom()
            .limitForPeriod(2)
            .limitRefreshPeriod(Duration.ofHours(1))
            .timeoutDuration(Duration.ofMinutes(1))
            .build());
    private final RemoteCalls remoteCalls = RemoteCallsFixture.remoteCalls(
            Map.of(
                    "lead-router.destinations.cap.http.connect-timeout",
                    "500ms",
                    "lead-router.destinations.cap.http.response-timeout",
                    RESPONSE_TIMEOUT.toMillis() + "ms"),
            circuitBreakers,
            rateLimiters);

    @AfterEach
    void close() {
        remoteCalls.destroy();
    }

    @Test
    void aRefusedConnectionWasNeverSent() throws Exception {
        int free;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = closed.getLocalPort();
        }
        assertThat(post(URI.create("http://127.0.0.1:" + free))).isInstanceOf(NeverSent.class);
    }

    @Test
    void anUnknownHostWasNeverSent() {
        assertThat(post(URI.create("http://no-such-host.invalid"))).isInstanceOf(NeverSent.class);
    }

    @Test
    void aFailedTlsHandshakeWasNeverSent() {
        try (Wire wire = new Wire(connection -> connection.send("HTTP/1.1 400 Bad Request\r\n\r\n"))) {
            assertThat(post(wire.url("https"))).isInstanceOf(NeverSent.class);
        }
    }

    @Test
    void aTlsHandshakeThatIsNeverAnsweredWasNeverSent() {
        try (Wire wire = new Wire(Wire.Connection::awaitEnd)) {
            assertThat(timed(Duration.ofSeconds(5), wire.url("https"))).isInstanceOf(NeverSent.class);
        }
    }

    @Test
    void aConnectionThatIsResetBeforeTheAnswerHasNoAnswer() {
        try (Wire wire = new Wire(connection -> {
            connection.readRequest();
            connection.reset();
        })) {
            assertThat(post(wire.url("http"))).isInstanceOf(NoAnswer.class);
        }
    }

    @Test
    void aConnectionThatIsClosedBeforeTheAnswerHasNoAnswer() {
        try (Wire wire = new Wire(Wire.Connection::readRequest)) {
            assertThat(post(wire.url("http"))).isInstanceOf(NoAnswer.class);
            assertThat(wire.requests()).as("nothing is tried twice").hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"nonsense\r\n\r\n", "HTTP/1.1 abc\r\n\r\n", "HTTP/1.1 202 OK\r\nContent-Length: -1\r\n\r\n"})
    void anAnswerThatIsNoHttpIsNoAnswer(String answer) {
        try (Wire wire = new Wire(connection -> {
            connection.readRequest();
            connection.send(answer);
        })) {
            assertThat(post(wire.url("http"))).isInstanceOf(NoAnswer.class);
        }
    }

    @Test
    void aDestinationThatDoesNotAnswerInTimeHasNotAnswered() {
        try (Wire wire = new Wire(connection -> {
            connection.readRequest();
            connection.awaitEnd();
        })) {
            assertThat(timed(Duration.ofSeconds(5), wire.url("http"))).isInstanceOf(NoAnswer.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 20",
                "HTTP/1.1 200 OK",
                "HTTP/1.1 200 OK\r\n",
                "HTTP/1.1 200 OK\r\nContent-Type: application/js",
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
            })
    void aHeadThatBreaksOffIsNoAnswer(String half) {
        try (Wire wire = new Wire(connection -> {
            connection.readRequest();
            connection.send(half);
            connection.end();
        })) {
            assertThat(post(wire.url("http"))).isInstanceOf(NoAnswer.class);
        }
    }

    @Test
    void aBodyThatBreaksOffIsNoAnswerButItsStatusIsTold() {
        try (Wire wire = new Wire(connection -> {
            connection.readRequest();
            connection.send("HTTP/1.1 202 Accepted\r\nContent-Length: 100\r\n\r\nabc");
        })) {
            assertThat(post(wire.url("http")))
                    .isInstanceOfSatisfying(
                            NoAnswer.class, none -> assertThat(none.status()).isEqualTo(202));
        }
    }

    @Test
    void anAnswerThatDripsIsCutOffByTheResponseTimeout() {
        try (Wire wire = new Wire(connection -> {
            connection.readRequest();
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n");
            connection.drip("x");
        })) {
            assertThat(timed(Duration.ofSeconds(5), wire.url("http"))).isEqualTo(new NoAnswer("SocketException", 200));
        }
    }

    @Test
    void headersThatDripAreCutOffByTheResponseTimeout() {
        try (Wire wire = new Wire(connection -> {
            connection.readRequest();
            connection.send("HTTP/1.1 200 OK\r\n");
            connection.drip("X-A: b\r\n");
        })) {
            assertThat(timed(Duration.ofSeconds(5), wire.url("http"))).isInstanceOf(NoAnswer.class);
        }
    }

    @Test
    void anAnswerOfOneGigabyteIsReadToTheLimitAndItsConnectionClosed() {
        AtomicLong sent = new AtomicLong();
        CountDownLatch gaveUp = new CountDownLatch(1);
        byte[] piece = new byte[64 * 1024];
        try (Wire wire = new Wire(connection -> {
            connection.readRequest();
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: " + (1 << 30) + "\r\n\r\n");
            try {
                while (sent.get() < 1 << 30) {
                    connection.send(piece);
                    sent.addAndGet(piece.length);
                }
            } finally {
                gaveUp.countDown();
            }
        })) {
            Exchange exchange = timed(Duration.ofSeconds(5), wire.url("http"));

            assertThat(exchange)
                    .isInstanceOfSatisfying(
                            Answered.class, answer -> assertThat(answer.body()).hasSize(256 * 1024));
            await().until(() -> gaveUp.getCount() == 0);
            assertThat(sent.get()).isLessThan(64L << 20);
        }
    }

    @Test
    void anAnswerThatIsTooLongAndDripsIsNotReadOnAfterTheLimit() {
        try (Wire wire = new Wire(connection -> {
            connection.readRequest();
            connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            connection.send("40000\r\n" + "y".repeat(0x40000) + "\r\n");
            connection.drip("1\r\nx\r\n");
        })) {
            long started = System.nanoTime();
            Exchange exchange = post(wire.url("http"));

            assertThat(exchange).isInstanceOf(Answered.class);
            assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(RESPONSE_TIMEOUT.multipliedBy(3));
        }
    }

    @Test
    void anAnswerThatIsReadToItsEndLeavesItsConnectionForTheNext() {
        try (Wire wire = new Wire(OK)) {
            RemoteCall call = open(wire.url("http"));
            for (int i = 0; i < 5; i++) {
                assertThat(post(call)).isInstanceOf(Answered.class);
            }
            assertThat(wire.connections()).isEqualTo(1);
        }
    }

    @Test
    void aConnectionThatIsInUseAgainOutlivesTheDeadlineOfItsLastCall() {
        try (Wire wire = new Wire(connection -> {
            connection.readRequest();
            connection.answer("202 Accepted", "first");
            connection.readRequest();
            // Answered when the first call's deadline has passed, but not the second's.
            await().pollDelay(RESPONSE_TIMEOUT.multipliedBy(2).dividedBy(3)).until(() -> true);
            connection.answer("202 Accepted", "second");
            connection.awaitEnd();
        })) {
            RemoteCall call = open(wire.url("http"));
            post(call);
            await().pollDelay(RESPONSE_TIMEOUT.dividedBy(2)).until(() -> true);
            assertThat(post(call))
                    .isInstanceOfSatisfying(
                            Answered.class, answer -> assertThat(answer.body()).isEqualTo("second"));
            assertThat(wire.connections()).isEqualTo(1);
        }
    }

    @Test
    void aPooledConnectionThatTheServerClosedIsNotUsedAgain() {
        CountDownLatch closed = new CountDownLatch(1);
        try (Wire wire = new Wire(connection -> {
            connection.readRequest();
            connection.answer("202 Accepted", "ok");
            connection.end();
            closed.countDown();
        })) {
            RemoteCall call = open(wire.url("http"));
            assertThat(post(call)).isInstanceOf(Answered.class);
            await().pollDelay(Duration.ofMillis(150)).until(() -> closed.getCount() == 0);

            assertThat(post(call)).isInstanceOf(Answered.class);
            assertThat(wire.connections()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"301 Moved", "302 Found", "307 Temporary Redirect", "308 Permanent Redirect"})
    void aRedirectIsAnAnswerAndNotFollowed(String status) {
        try (Wire wire = new Wire(connection -> {
            connection.readRequest();
            connection.send("HTTP/1.1 " + status + "\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n");
            connection.readRequest();
        })) {
            assertThat(post(wire.url("http")))
                    .isInstanceOfSatisfying(
                            Answered.class,
                            answer -> assertThat(answer.status()).isEqualTo(Integer.parseInt(status.substring(0, 3))));
            assertThat(wire.requests()).hasSize(1);
        }
    }

    @Test
    void aCompressedAnswerIsNotAskedForAndNotUnpacked() throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(new byte[50 << 20]);
        }
        try (Wire wire = new Wire(connection -> {
            connection.readRequest();
            connection.send(
                    "HTTP/1.1 202 Accepted\r\nContent-Encoding: gzip\r\nContent-Length: " + packed.size() + "\r\n\r\n");
            connection.send(packed.toByteArray());
        })) {
            assertThat(post(wire.url("http")))
                    .isInstanceOfSatisfying(
                            Answered.class,
                            answer -> assertThat(answer.body().length()).isLessThanOrEqualTo(packed.size()));
            assertThat(wire.requests().element()).doesNotContainIgnoringCase("accept-encoding");
        }
    }

    @Test
    void theRequestIsJsonWithTheHeadersThatWereGiven() {
        try (Wire wire = new Wire(OK)) {
            open(wire.url("http")).postJson("/leads", Map.of("X-API-Key", "k"), JSON);

            assertThat(wire.requests().element())
                    .startsWith("POST /leads HTTP/1.1")
                    .contains("X-API-Key: k", "Content-Type: application/json", "Content-Length: 2");
        }
    }

    @Test
    void ourSecretsAreMaskedInTheAnswerAndTheRetryAfterIsRead() {
        try (Wire wire = new Wire(connection -> {
            connection.readRequest();
            connection.send(
                    "HTTP/1.1 429 Slow\r\nRetry-After: 7\r\nContent-Length: 28\r\n\r\nthe key top-secret, top-secret");
        })) {
            RemoteCall call = remoteCalls.open("cap", wire.url("http"), List.of("top-secret"));

            Answered answer = (Answered) post(call);

            assertThat(answer.body()).startsWith("the key ****, ").doesNotContain("top-secret");
            assertThat(answer.retryAfter()).contains(Duration.ofSeconds(7));
            assertThat(answer.toString()).doesNotContain("the key");
        }
    }

    @Test
    void anOpenCircuitWithholdsTheCallAndNothingIsSent() {
        try (Wire wire = new Wire(OK)) {
            RemoteCall call = open(wire.url("http"));
            assertThat(call.capacity()).isEqualTo(Integer.MAX_VALUE);
            circuitBreakers.circuitBreaker("cap").transitionToOpenState();

            assertThat(post(call)).isEqualTo(new Withheld(Why.CIRCUIT_OPEN));
            assertThat(call.capacity()).isZero();
            assertThat(wire.connections()).isZero();
        }
    }

    @Test
    void failuresOpenTheCircuitAndRefusalsDoNot() {
        CircuitBreaker breaker = circuitBreakers.circuitBreaker("cap");
        try (Wire wire = new Wire(connection -> {
            for (String status : List.of("400 Bad", "401 No", "404 Gone", "429 Slow", "422 Bad", "302 There")) {
                connection.readRequest();
                connection.answer(status, "");
            }
            for (int i = 0; i < 2; i++) {
                connection.readRequest();
                connection.answer("503 Away", "");
            }
        })) {
            RemoteCall call = open(wire.url("http"));
            for (int i = 0; i < 6; i++) {
                Exchange refused = post(call);
                assertThat(breaker.getMetrics().getNumberOfFailedCalls())
                        .as("failures after %s", refused)
                        .isZero();
            }
            post(call);
            post(call);
            assertThat(breaker.getState()).isEqualTo(CircuitBreaker.State.OPEN);
        }
    }

    @Test
    void whatIsNotReachedOrNotAnsweredOpensTheCircuitToo() {
        try (Wire wire = new Wire(Wire.Connection::readRequest)) {
            RemoteCall call = open(wire.url("http"));
            post(call);
            post(call);
            RemoteCall nowhere = open(URI.create("http://no-such-host.invalid"));
            post(nowhere);
            post(nowhere);
            assertThat(post(nowhere)).isEqualTo(new Withheld(Why.CIRCUIT_OPEN));
        }
    }

    @Test
    void anEmptyLimiterWithholdsTheCallAtOnceAndNothingIsSent() {
        rateLimiters.rateLimiter("cap");
        try (Wire wire = new Wire(OK)) {
            RemoteCall call = open(wire.url("http"));
            assertThat(call.capacity()).isEqualTo(2);
            post(call);
            post(call);

            assertThat(call.capacity()).isZero();
            assertThat(timed(Duration.ofSeconds(2), call)).isEqualTo(new Withheld(Why.RATE_LIMITED));
            assertThat(wire.requests()).hasSize(2);
            assertThat(circuitBreakers.circuitBreaker("cap").getMetrics().getNumberOfBufferedCalls())
                    .as("what we hold back ourselves is no healthy answer")
                    .isEqualTo(2);
        }
    }

    @Test
    void aHalfOpenCircuitHasRoomForWhatIsNeitherEndedNorOnItsWay() throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        try (Wire wire = new Wire(connection -> {
                    connection.readRequest();
                    answer.await();
                    connection.answer("202 Accepted", "");
                });
                ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            RemoteCall call = open(wire.url("http"));
            CircuitBreaker breaker = circuitBreakers.circuitBreaker("cap");
            breaker.transitionToOpenState();
            breaker.transitionToHalfOpenState();
            assertThat(call.capacity()).isEqualTo(3);

            Future<Exchange> first = clients.submit(() -> post(call));
            Future<Exchange> second = clients.submit(() -> post(call));

            Eventually.eventually(() -> assertThat(call.capacity()).isEqualTo(1));
            answer.countDown();
            first.get();
            second.get();
            assertThat(call.capacity()).isEqualTo(1);
        }
    }

    @Test
    void anAnswerIsReadWhileItComes() {
        CountDownLatch seen = new CountDownLatch(1);
        try (Wire wire = new Wire(connection -> {
            connection.readRequest();
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\none");
            seen.await();
            connection.send("two");
            connection.readRequest();
        })) {
            Streamed<String> answer = stream(open(wire.url("http")), body -> {
                String first = new String(body.readNBytes(3), StandardCharsets.UTF_8);
                seen.countDown();
                return first + new String(body.readAllBytes(), StandardCharsets.UTF_8);
            });

            assertThat(answer).isEqualTo(new Streamed.Read<>("onetwo"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 1000\r\n\r\nabc",
                "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n",
                "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n1f"
            })
    void aStreamThatBreaksOffIsNoAnswerAndCountsAgainstTheDestination(String half) {
        try (Wire wire = new Wire(connection -> {
            connection.readRequest();
            connection.send("HTTP/1.1 200 OK\r\n" + half);
            connection.end();
        })) {
            assertThat(stream(open(wire.url("http")), InputStream::readAllBytes))
                    .isInstanceOfSatisfying(
                            Streamed.Unread.class,
                            unread -> assertThat(unread.exchange())
                                    .isInstanceOfSatisfying(
                                            NoAnswer.class,
                                            none -> assertThat(none.status()).isEqualTo(200)));
            assertThat(circuitBreakers.circuitBreaker("cap").getMetrics().getNumberOfFailedCalls())
                    .isEqualTo(1);
        }
    }

    @Test
    void anotherTimeoutHoldsForTheWholeAnswerAndLeavesTheOthersAsTheyAre() {
        Duration longer = RESPONSE_TIMEOUT.multipliedBy(3);
        try (Wire wire = new Wire(connection -> {
            connection.readRequest();
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n");
            connection.drip("x");
        })) {
            RemoteCall call = open(wire.url("http"));
            RemoteCall patient = call.withResponseTimeout(longer);

            assertThat(lasts(() -> stream(patient, InputStream::readAllBytes)))
                    .isBetween(longer, longer.plusSeconds(1));
            assertThat(lasts(() -> post(call))).isBetween(RESPONSE_TIMEOUT, longer);
        }
    }

    @Test
    void anAnswerThatTakesLongToReadIsNoSlowCall() {
        try (Wire wire = new Wire(connection -> {
            connection.readRequest();
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
            connection.drip("x");
        })) {
            CircuitBreakerRegistry slowOnes = CircuitBreakerRegistry.of(CircuitBreakerConfig.custom()
                    .recordResult(new FailedExchange())
                    .slowCallDurationThreshold(RESPONSE_TIMEOUT.dividedBy(2))
                    .build());
            RemoteCalls calls = RemoteCallsFixture.remoteCalls(
                    Map.of("lead-router.destinations.cap.http.response-timeout", RESPONSE_TIMEOUT.toMillis() + "ms"),
                    slowOnes,
                    rateLimiters);
            stream(calls.open("cap", wire.url("http"), List.of()), InputStream::readAllBytes);
            calls.destroy();

            assertThat(slowOnes.circuitBreaker("cap").getMetrics()).satisfies(metrics -> {
                assertThat(metrics.getNumberOfFailedCalls()).isEqualTo(1);
                assertThat(metrics.getNumberOfSlowCalls()).isZero();
            });
        }
    }

    @Test
    void whatTheReaderThrowsReachesTheCallerAndDoesNotCountAgainstTheDestination() {
        try (Wire wire = new Wire(OK)) {
            RemoteCall call = open(wire.url("http"));

            assertThatThrownBy(() -> stream(call, body -> {
                        throw new IllegalStateException("ours");
                    }))
                    .hasMessage("ours");
            assertThat(circuitBreakers.circuitBreaker("cap").getMetrics()).satisfies(metrics -> {
                assertThat(metrics.getNumberOfSuccessfulCalls()).isEqualTo(1);
                assertThat(metrics.getNumberOfFailedCalls()).isZero();
            });
        }
    }

    @Test
    void anotherStatusAndACallHeldBackAreNotRead() {
        rateLimiters.rateLimiter("cap");
        try (Wire wire = new Wire(connection -> {
            connection.readRequest();
            connection.answer("503 Away", "later");
            connection.readRequest();
            connection.answer("200 OK", "well");
        })) {
            RemoteCall call = open(wire.url("http"));
            RemoteCall patient = call.withResponseTimeout(Duration.ofSeconds(10));

            assertThat(stream(call, InputStream::readAllBytes))
                    .isEqualTo(new Streamed.Unread<>(new Answered(503, "later", Optional.empty())));
            assertThat(stream(patient, body -> new String(body.readAllBytes(), StandardCharsets.UTF_8)))
                    .isEqualTo(new Streamed.Read<>("well"));
            assertThat(wire.connections())
                    .as("what is read to its end leaves its connection")
                    .isEqualTo(1);
            assertThat(stream(patient, InputStream::readAllBytes))
                    .as("one limiter for both")
                    .isEqualTo(new Streamed.Unread<>(new Withheld(Why.RATE_LIMITED)));
        }
    }

    private static <T> Streamed<T> stream(RemoteCall call, AnswerReader<T> reader) {
        return call.postJson("/", Map.of(), JSON, reader);
    }

    private static Duration lasts(Runnable call) {
        long started = System.nanoTime();
        call.run();
        return Duration.ofNanos(System.nanoTime() - started);
    }

    private RemoteCall open(URI url) {
        return remoteCalls.open("cap", url, List.of());
    }

    private Exchange post(URI url) {
        return post(open(url));
    }

    private static Exchange post(RemoteCall call) {
        return call.postJson("/", Map.of(), JSON);
    }

    private Exchange timed(Duration atMost, URI url) {
        return timed(atMost, open(url));
    }

    private static Exchange timed(Duration atMost, RemoteCall call) {
        long started = System.nanoTime();
        Exchange exchange = post(call);
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(atMost);
        return exchange;
    }
}
