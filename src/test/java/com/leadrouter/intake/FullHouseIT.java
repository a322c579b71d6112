package com.leadrouter.intake;

import static com.leadrouter.intake.Sender.FIELDS;
import static com.leadrouter.intake.Sender.LEAD;
import static com.leadrouter.intake.Sender.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import com.leadrouter.platform.NarrowDoor;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;

/** What people and scripts are told at a form for which there is no room just now. */
@WithFrontDoor
@Import(NarrowDoor.class)
class FullHouseIT {

    private static final String ORIGIN = "https://www.example.co.uk";
    private static final String[] MUCH = Stream.concat(
                    Stream.of(FIELDS), Stream.of("message", "x".repeat(NarrowDoor.TOO_MUCH)))
            .toArray(String[]::new);

    private Sender sender = new Sender(0);

    @BeforeEach
    void open(@LocalServerPort int port) {
        sender = new Sender(port);
    }

    @Test
    void aPersonSeesAPageInHisLanguage() throws Exception {
        HttpResponse<String> answer = sender.send(sender.form("pk_uk", MUCH).header("Accept-Language", "cy, en;q=0.1"));

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        assertThat(answer.body()).contains("<h1>Please try again in a moment</h1>", "lang=\"cy\"");
        FormsControllerIT.assertIsPage(answer);
    }

    @Test
    void aScriptOfTheFormsPagesCanReadWhyAndWhenToComeAgain() throws Exception {
        HttpResponse<String> answer = sender.send(script(sender.form("pk_uk", MUCH)));

        assertProblem(answer, 503, "unavailable");
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        assertThat(answer.headers().allValues("Access-Control-Allow-Origin")).containsExactly(ORIGIN);
        assertThat(answer.headers().firstValue("Access-Control-Expose-Headers"))
                .hasValueSatisfying(names -> assertThat(names).contains("Retry-After"));
        assertThat(answer.headers().allValues("Vary")).contains("Origin");
        assertThat(sender.send(preflight()).statusCode()).isEqualTo(204);
    }

    @Test
    void aScriptOfAnotherPageCannot() throws Exception {
        HttpResponse<String> answer =
                sender.send(script(sender.form("pk_uk", MUCH)).setHeader("Origin", "https://evil.example"));

        assertProblem(answer, 503, "unavailable");
        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
    }

    @Test
    void theApiAnswersWithAProblemWhateverIsLiked() throws Exception {
        String much = LEAD + " ".repeat(NarrowDoor.TOO_MUCH);

        assertProblem(sender.send(sender.lead(much).header("Accept", "text/html")), 503, "unavailable");
    }

    @Test
    void whatFitsIsTakenIn() throws Exception {
        assertThat(sender.send(sender.form("pk_uk", FIELDS)).statusCode()).isEqualTo(303);
    }

    private static HttpRequest.Builder script(HttpRequest.Builder request) {
        return request.setHeader("Accept", "application/json");
    }

    private HttpRequest.Builder preflight() {
        return sender.request("/forms/pk_uk")
                .header("Origin", ORIGIN)
                .header("Access-Control-Request-Method", "POST")
                .method("OPTIONS", BodyPublishers.noBody());
    }
}
