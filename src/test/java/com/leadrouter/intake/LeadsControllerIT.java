package com.leadrouter.intake;

import static com.leadrouter.intake.Sender.LEAD;
import static com.leadrouter.intake.Sender.SECRET;
import static com.leadrouter.intake.Sender.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.leadrouter.intake.IntakeSlice.Threshold;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;

@WithFrontDoor
class LeadsControllerIT {

    private static final ObjectMapper JSON = new ObjectMapper();

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
    void aLeadIsAcceptedWithItsDeliveries() throws Exception {
        double before = received("website-uk", "accepted");

        HttpResponse<String> answer = sender.send(sender.lead(LEAD));

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.headers().firstValue("Location")).hasValue("/api/v1/leads/" + IntakeSlice.LEAD_ID);
        assertThat(answer.headers().firstValue("Server")).isEmpty();
        assertThat(JSON.readTree(answer.body())).isEqualTo(JSON.readTree("""
                                {"leadId": "0199aaaa-0000-7000-8000-000000000001", "status": "ACCEPTED", "deliveries": [
                                  {"destination": "cap", "status": "PENDING"},
                                  {"destination": "kapture", "status": "PENDING"}]}"""));
        assertThat(threshold.last().lead().source()).isEqualTo("website-uk");
        assertThat(threshold.last().decision().route()).isEqualTo("uk");
        assertThat(received("website-uk", "accepted")).isEqualTo(before + 1);
    }

    @Test
    void whatNoRouteMatchesIsKept() throws Exception {
        HttpResponse<String> answer = sender.send(sender.lead(LEAD).setHeader("X-API-Key", "key-in"));

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(JSON.readTree(answer.body()).path("status").textValue()).isEqualTo("UNROUTED");
        assertThat(received("website-in", "unrouted")).isPositive();
    }

    @Test
    void theHeaderIsTheKeyAndWithoutItTheReference() throws Exception {
        sender.send(sender.lead(LEAD).header("Idempotency-Key", "k 1"));
        assertThat(threshold.last().key()).hasValue(new IdempotencyKey(IdempotencyKey.Kind.HEADER, "k 1"));

        sender.send(sender.lead(LEAD));
        assertThat(threshold.last().key()).hasValue(new IdempotencyKey(IdempotencyKey.Kind.REFERENCE, "web-1"));

        sender.send(sender.lead(LEAD).header("Idempotency-Key", "  "));
        assertThat(threshold.last().key()).hasValue(new IdempotencyKey(IdempotencyKey.Kind.REFERENCE, "web-1"));

        sender.send(sender.lead(LEAD.replace("web-1", "")));
        assertThat(threshold.last().key()).isEmpty();
    }

    @Test
    void aRepeatIsAnsweredWithWhatTheLeadIsNow() throws Exception {
        threshold.acceptance = arrival -> new Taken.Replayed(IntakeSlice.LEAD_ID);

        HttpResponse<String> answer = sender.send(sender.lead(LEAD));

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.headers().firstValue("Idempotency-Replayed")).hasValue("true");
        assertThat(answer.headers().firstValue("Location")).hasValue("/api/v1/leads/" + IntakeSlice.LEAD_ID);
        assertThat(JSON.readTree(answer.body()).path("status").textValue()).isEqualTo("DELIVERED");
        assertThat(received("website-uk", "replayed")).isPositive();
    }

    @Test
    void aKeyUsedForSomethingElseIsAProblem() throws Exception {
        threshold.acceptance = arrival -> new Taken.KeyReused();

        assertProblem(sender.send(sender.lead(LEAD)), 422, "idempotency-key-reused");
    }

    @Test
    void allFaultsComeAtOnceWithThoseOfTheDestinations() throws Exception {
        double before = received("website-uk", "invalid");

        HttpResponse<String> answer =
                sender.send(sender.lead("{\"contact\": {\"firstName\": \"Ada\", \"emailAddress\": \"s3cret-value\"}}"));

        JsonNode problem = assertProblem(answer, 400, "invalid-lead");
        assertThat(problem.path("instance").textValue()).isEqualTo("/api/v1/leads");
        assertThat(problem.path("errors").findValuesAsText("pointer"))
                .containsExactlyInAnyOrder("#/contact/lastName", "#/contact/emailAddress", "#/campaignId");
        assertThat(problem.path("errors").findValuesAsText("code"))
                .containsExactlyInAnyOrder("required", "invalid-email", "cap-campaign");
        assertThat(received("website-uk", "invalid")).isEqualTo(before + 1);
    }

    @Test
    void aDestinationNamesNoFieldThatHasItsFaultAlready() throws Exception {
        JsonNode problem = assertProblem(sender.send(sender.lead(LEAD.replace("\"c\"", "5"))), 400, "invalid-lead");

        assertThat(problem.path("errors").findValuesAsText("code")).containsExactly("wrong-type");
    }

    @Test
    void whereTheRouteIsUncertainDestinationsAreNotAsked() throws Exception {
        String lead = LEAD.replace("\"c\"", "null")
                .replace("\"lastName\"", "\"address\": {\"country\": \"?\"}, \"lastName\"");

        JsonNode problem = assertProblem(sender.send(sender.lead(lead)), 400, "invalid-lead");

        assertThat(problem.path("errors").findValuesAsText("code")).containsExactly("invalid-country");
    }

    @Test
    void aDatabaseThatIsAwayIsUnavailable() throws Exception {
        threshold.acceptance = arrival -> {
            throw new DataAccessResourceFailureException(SECRET);
        };

        HttpResponse<String> answer = sender.send(sender.lead(LEAD));

        assertProblem(answer, 503, "unavailable");
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
    }

    @Test
    void aFaultOfOursIsAnInternalError() throws Exception {
        threshold.acceptance = arrival -> {
            throw new DataIntegrityViolationException(SECRET);
        };

        assertProblem(sender.send(sender.lead(LEAD)), 500, "internal-error");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "key-u", "key-uk2", "{sha256}x"})
    void withoutAKeyOfASourceNobodyComesIn(String key) throws Exception {
        HttpResponse<String> answer = sender.send(sender.lead(LEAD).setHeader("X-API-Key", key));

        assertProblem(answer, 401, "unauthorized");
        assertThat(answer.headers().firstValue("WWW-Authenticate")).hasValue("ApiKey realm=\"lead-router\"");
        assertThat(threshold.last).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"key-uk", "secret", "bcrypt-secret"})
    void aSourceMayHaveSeveralKeysHoweverTheyAreConfigured(String key) throws Exception {
        for (int i = 0; i < 2; i++) {
            assertThat(sender.send(sender.lead(LEAD).setHeader("X-API-Key", key))
                            .statusCode())
                    .isEqualTo(202);
            assertThat(threshold.last().lead().source()).isEqualTo("website-uk");
        }
    }

    @Test
    void twoKeysAreNone() throws Exception {
        assertProblem(sender.send(sender.lead(LEAD).header("X-API-Key", "key-in")), 401, "unauthorized");
    }

    @Test
    void anAnswerThatIsNotAcceptableIsToldBeforeAnythingIsStored() throws Exception {
        assertProblem(sender.send(sender.lead(LEAD).setHeader("Accept", "text/html")), 406, "not-acceptable");
        assertProblem(sender.send(sender.lead(LEAD).setHeader("Accept", SECRET)), 406, "not-acceptable");
        assertThat(threshold.last).isNull();
    }

    @Test
    void whoIsTooFastIsToldWhenToComeAgain() throws Exception {
        List<HttpResponse<String>> answers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            answers.add(sender.send(sender.lead("no lead").setHeader("X-API-Key", "key-slow")));
        }

        List<HttpResponse<String>> limited =
                answers.stream().filter(answer -> answer.statusCode() != 400).toList();
        assertThat(limited).hasSizeBetween(10, 19);
        for (HttpResponse<String> answer : limited) {
            assertProblem(answer, 429, "too-many-requests");
            assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
        }
        assertThat(received("website-slow", "limited")).isEqualTo(limited.size());
        assertThat(threshold.last).isNull();
    }

    private double received(String source, String result) {
        return meters.counter("leadrouter.leads.received", "source", source, "result", result)
                .count();
    }
}
