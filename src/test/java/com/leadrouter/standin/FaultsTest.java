package com.leadrouter.standin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class FaultsTest {

    private static final String LEAD = "9cf5ae87-aafb-43e5-b4d3-9d72367a2b86";
    private static final Pattern CURL = Pattern.compile("^curl (?:-X (\\w+) )?'([^']+)'", Pattern.MULTILINE);

    private final StandIns both = StandIns.start();
    private final CapStandIn cap = both.cap();
    private final KaptureStandIn kapture = both.kapture();
    private final Caller caller = new Caller();

    @AfterEach
    void close() {
        both.close();
        caller.close();
    }

    @Test
    void everyCommandOfTheHelpWorksAsItIsWritten() {
        for (StandIn standIn : List.of(cap, kapture)) {
            String help =
                    caller.curl("GET", standIn.baseUrl() + "/stand-in/help").body();
            Matcher curl = CURL.matcher(help);
            int commands = 0;
            while (curl.find()) {
                commands++;
                String method = curl.group(1) == null ? "GET" : curl.group(1);
                HttpResponse<String> answer = caller.curl(method, curl.group(2));
                assertThat(answer.statusCode()).as(curl.group()).isEqualTo(200);
                assertThat(curl.group(2)).startsWith(standIn.baseUrl().toString());
                assertThat(standIn.faults().active())
                        .as(curl.group())
                        .hasSize(curl.group(2).contains("/faults?") ? commands : 0);
            }
            assertThat(commands).isEqualTo(standIn == cap ? 14 : 22);
        }
    }

    @Test
    void theNextOnesFailAndThenNoMore() {
        set("next=2&status=500");

        assertThat(statuses(3)).containsExactly(500, 500, 202);
        assertThat(cap.requests(LEAD)).isEqualTo(3);
        assertThat(cap.accepted(LEAD)).isEqualTo(1);
        assertThat(cap.calls().byStatus()).containsEntry(500, 2);
    }

    @Test
    void alwaysHoldsUntilCleared() {
        set("always&status=401");
        HttpResponse<String> refused = submit();
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.body()).isEqualTo(Example.of("cap-response-401.json").text());

        caller.curl("DELETE", cap.baseUrl() + "/stand-in/faults");
        assertThat(submit().statusCode()).isEqualTo(202);
    }

    @Test
    void countedSwitchesComeBeforeTheOneThatAlwaysHolds() {
        cap.faults().always(Fault.status(503));
        cap.faults().next(1, Fault.status(500));
        cap.faults().next(1, Fault.status(429));

        assertThat(statuses(4)).containsExactly(500, 429, 503, 503);
    }

    @Test
    void aShareFailsTheSameWayEachTime() {
        cap.faults().randomly(0.3, Fault.status(500), 7);
        List<Integer> first = statuses(60);
        cap.faults().clear();
        set("randomly=0.3&seed=7&status=500");

        assertThat(statuses(60)).isEqualTo(first);
        assertThat(first.stream().filter(status -> status == 500).count()).isBetween(8L, 30L);
    }

    @Test
    void throttlingSaysWhenToComeBack() {
        set("next=1&status=429&retry-after=3");

        assertThat(submit().headers().firstValue("Retry-After")).contains("3");
        assertThat(submit().headers().firstValue("Retry-After")).isEmpty();
    }

    @Test
    void anExampleIsAnsweredWithTheStatusOfItsReadmeOrTheOneGiven() {
        set(kapture, "next=1&body=kapture-add-failed-invalid-email.json");
        set(kapture, "next=1&body=kapture-401.json&status=200");

        HttpResponse<String> first = add();
        assertThat(first.statusCode()).isEqualTo(400);
        assertThat(first.body())
                .isEqualTo(Example.of("kapture-add-failed-invalid-email.json").text());
        assertThat(add().statusCode()).isEqualTo(200);
        assertThat(kapture.customers()).isEmpty();
        assertThat(add().statusCode()).isEqualTo(200);
        assertThat(kapture.customers()).hasSize(1);
    }

    @Test
    void aResetStoresNothing() {
        set(kapture, "next=1&reset");

        assertThatThrownBy(this::add).isInstanceOf(UncheckedIOException.class);
        assertThat(kapture.customers()).isEmpty();
        assertThat(kapture.requests("add")).isEqualTo(1);
    }

    @Test
    void storeThenResetStoresAndDoesNotSaySo() {
        set("next=1&store-then-reset");
        set(kapture, "next=1&store-then-reset");

        assertThatThrownBy(this::submit).isInstanceOf(UncheckedIOException.class);
        assertThatThrownBy(this::add).isInstanceOf(UncheckedIOException.class);
        assertThat(cap.accepted(LEAD)).isEqualTo(1);
        assertThat(cap.calls().of(LEAD))
                .singleElement()
                .extracting(Call::status)
                .hasToString("OptionalInt.empty");
        assertThat(kapture.customers()).hasSize(1);
    }

    @Test
    void aLateAnswerIsLateButTheWorkIsDone() {
        set("next=1&delay=1m");
        CompletableFuture<HttpResponse<String>> answer = submitAsync();
        Awaitility.await().until(() -> cap.accepted(LEAD) == 1);
        assertThat(answer).isNotDone();

        cap.faults().clear();
        assertThat(answer.join().statusCode()).isEqualTo(202);
    }

    @Test
    void aDelayEndsByItself() {
        set("next=1&delay=300ms");
        long start = System.nanoTime();

        assertThat(submit().statusCode()).isEqualTo(202);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
    }

    @Test
    void whatHangsIsLetGoWhenCleared() {
        set("next=60&hang");
        List<CompletableFuture<HttpResponse<String>>> hanging =
                IntStream.range(0, 60).mapToObj(i -> submitAsync()).toList();
        Awaitility.await().until(() -> cap.requests() == 60);
        assertThat(hanging).noneMatch(CompletableFuture::isDone);
        assertThat(submit().statusCode()).isEqualTo(202);

        caller.curl("DELETE", cap.baseUrl() + "/stand-in/faults");
        assertThat(hanging).allSatisfy(call -> assertThatThrownBy(call::join).isInstanceOf(CompletionException.class));
        assertThat(cap.accepted()).isEqualTo(1);
    }

    @Test
    @Timeout(10)
    void whatHangsDoesNotHoldUpTheShutdown() {
        set("always&hang");
        var hanging = submitAsync();
        Awaitility.await().until(() -> cap.requests() == 1);

        cap.close();
        assertThatThrownBy(hanging::join).isInstanceOf(CompletionException.class);
    }

    @Test
    void aSwitchMayConcernOneOperation() {
        set(kapture, "always&status=500&operation=get");

        assertThat(add().statusCode()).isEqualTo(200);
        String get = Example.of("kapture-get-request-by-phone.json").text();
        assertThat(caller.send(Caller.kapture(kapture, "/search-customer-by-customer-id.html", get))
                        .statusCode())
                .isEqualTo(500);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "status=500|next",
                "next=0&status=500|next",
                "next=x&status=500|next",
                "next=1&always&status=500|always",
                "always=1&status=500|always",
                "next=1|status",
                "next=1&status=99|status",
                "next=1&status=5e2|status",
                "next=1&status=500&status=501|status",
                "next=1&hang&status=500|hang",
                "next=1&hang&reset|reset",
                "next=1&hang&delay=1s|delay",
                "next=1&reset=yes|reset",
                "next=1&delay=2|delay",
                "next=1&reset&retry-after=3|retry-after",
                "next=1&body=nothing.json|body",
                "next=1&body=../README.md|body",
                "next=1&body=cap-request-full.json|status",
                "next=1&status=500&operation=add|operation",
                "next=1&status=500&seed=1|seed",
                "randomly=2&status=500|randomly",
                "randomly=0.0&status=500|randomly",
                "next=1&stauts=500|stauts",
            })
    void aWrongParameterIsNamed(String query, String parameter) {
        HttpResponse<String> answer = caller.curl("POST", cap.baseUrl() + "/stand-in/faults?" + query);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).startsWith(parameter + ":");
        assertThat(cap.faults().active()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"%", "next=%zz&status=500"})
    void aBrokenQueryIsRefused(String query) {
        assertThat(refusal(query)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theStatePageShowsWhatHappened() {
        set("next=3&status=500");
        submit();
        caller.send(Caller.cap(cap, "{\"surplus\":1}"));
        cap.faults().clear();
        submit();
        add();

        JsonNode state = state(cap);
        assertThat(state.path("requests").asInt()).isEqualTo(3);
        assertThat(state.path("accepted").asInt()).isEqualTo(1);
        assertThat(state.path("statuses").path("500").asInt()).isEqualTo(2);
        assertThat(state.path("violations")).hasSize(1);
        assertThat(state.at("/last/keys/0").asText()).isEqualTo(LEAD);
        assertThat(state(kapture).at("/customers/0/phone").asText()).isEqualTo("9876543210");
        assertThat(caller.curl("GET", cap.baseUrl() + "/stand-in/nothing").statusCode())
                .isEqualTo(404);
        assertThat(cap.requests()).isEqualTo(3);
    }

    @Test
    void everyCallIsListed() {
        set("next=1&reset");
        assertThatThrownBy(this::submit).isInstanceOf(UncheckedIOException.class);
        submit();

        JsonNode calls = Json.read(
                        caller.curl("GET", cap.baseUrl() + "/stand-in/calls").body())
                .orElseThrow()
                .path("calls");
        assertThat(calls).hasSize(2);
        assertThat(calls.at("/0/status").isNull()).isTrue();
        assertThat(calls.at("/1/status").asInt()).isEqualTo(202);
    }

    @Test
    void aResetStandInRemembersNothing() {
        cap.faults().always(Fault.status(500));
        submit();
        cap.reset();

        assertThat(cap.requests()).isZero();
        assertThat(cap.requests(LEAD)).isZero();
        assertThat(submit().statusCode()).isEqualTo(202);
    }

    private static Throwable refusal(String query) {
        return catchThrowable(() -> FaultRequest.read(query, Set.of()).applyTo(new Faults()));
    }

    private void set(String query) {
        set(cap, query);
    }

    private void set(StandIn standIn, String query) {
        HttpResponse<String> answer = caller.curl("POST", standIn.baseUrl() + "/stand-in/faults?" + query);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    private List<Integer> statuses(int requests) {
        return IntStream.range(0, requests).mapToObj(i -> submit().statusCode()).toList();
    }

    private HttpResponse<String> submit() {
        return caller.send(Caller.cap(cap, Example.of("cap-request-full.json").text()));
    }

    private CompletableFuture<HttpResponse<String>> submitAsync() {
        return caller.sendAsync(
                Caller.cap(cap, Example.of("cap-request-full.json").text()));
    }

    private HttpResponse<String> add() {
        return caller.send(Caller.kapture(
                kapture,
                "/add-update-enquiry",
                Example.of("kapture-add-request.json").text()));
    }

    private JsonNode state(StandIn standIn) {
        return Json.read(caller.curl("GET", standIn.baseUrl() + "/stand-in").body())
                .orElseThrow();
    }
}
