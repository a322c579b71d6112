package com.leadrouter.operations;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.leadrouter.Api;
import com.leadrouter.Replica;
import com.leadrouter.postgres.Database;
import com.leadrouter.postgres.TestDatabases;
import com.leadrouter.standin.StandIns;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Who is let in at the operators' addresses, and that nobody notices the door anywhere else. */
@ExtendWith(OutputCaptureExtension.class)
class OperatorsDoorIT {

    private static final String CUSTOMERS = "/api/v1/destinations/nobody/customers";
    private static final String PULL = "/api/v1/destinations/nobody/customers/pull";

    private static Database database;
    private static StandIns standIns;
    private static Replica replica;

    @BeforeAll
    static void start() {
        database = TestDatabases.create();
        standIns = StandIns.start();
        replica = Replica.start(database, standIns, "--logging.level.com.leadrouter=warn");
    }

    @AfterAll
    static void stop() {
        replica.close();
        standIns.close();
    }

    @Test
    void whoDoesNotSignInIsAskedTo() {
        for (String path : List.of(CUSTOMERS, "/api/v1/leads/x/deliveries/kapture/remote", "/api/v1/destinations")) {
            HttpResponse<String> answer = Desk.stranger(replica).get(path);

            assertThat(answer.statusCode()).as(path).isEqualTo(401);
            assertIsProblem(answer, "unauthorized", path);
            assertThat(answer.headers().allValues("WWW-Authenticate"))
                    .containsExactly("Basic realm=\"lead-router\", charset=\"UTF-8\"");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ops:wrong", "nobody:demo-ops", "ops", ":", "", "viewer:demo-ops", "ops:demo-ops "})
    void whoSignsInWronglyIsToldNoMore(String credentials) {
        HttpResponse<String> answer = new Desk(replica, credentials).get(CUSTOMERS);

        assertThat(answer.statusCode()).isEqualTo(401);
        assertIsProblem(answer, "unauthorized", CUSTOMERS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic", "Basic %%%", "Bearer x", "Basic b3BzOmRlbW8tb3Bz, Basic b3BzOmRlbW8tb3Bz"})
    void anUnreadableHeaderIsNoSignIn(String header) {
        assertThat(Desk.stranger(replica)
                        .send("GET", CUSTOMERS, "", "Authorization", header)
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void aKeyOfASourceDoesNotOpenIt() {
        assertThat(Api.get(replica, CUSTOMERS, "demo-key").statusCode()).isEqualTo(401);
    }

    @Test
    void aViewerMayLookAndNotAct() {
        assertThat(Desk.viewer(replica).get(CUSTOMERS).statusCode()).isEqualTo(404);

        HttpResponse<String> refused = Desk.viewer(replica).post(PULL, "{}");

        assertThat(refused.statusCode()).isEqualTo(403);
        assertIsProblem(refused, "forbidden", PULL);
        assertThat(Desk.operator(replica).post(PULL, "{}").statusCode()).isEqualTo(404);
    }

    // Browsers add a name and a password that they know to what any page has them send.
    @ParameterizedTest
    @CsvSource({
        "Sec-Fetch-Site, cross-site",
        "Sec-Fetch-Site, same-site",
        "Origin, https://evil.example",
        "Origin, http://localhost",
        "Origin, http://localhost:1",
        "Origin, null",
        "Origin, ''"
    })
    void aForeignPageMayNotActInAnOperatorsName(String header, String value) {
        for (String body : List.of("{}", "")) {
            HttpResponse<String> refused = Desk.operator(replica).send("POST", PULL, body, header, value);

            assertThat(refused.statusCode()).isEqualTo(403);
            assertIsProblem(refused, "forbidden", PULL);
        }
        assertThat(Desk.operator(replica)
                        .send("DELETE", PULL, "", header, value)
                        .statusCode())
                .isEqualTo(403);
        assertThat(Desk.operator(replica)
                        .send("GET", CUSTOMERS, "", header, value)
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void aPageOfOurOwnMay() {
        String here = "http://" + replica.url("/").getAuthority();

        for (String[] headers : new String[][] {
            {"Origin", here},
            {"Origin", here.toUpperCase(Locale.ROOT).replace("HTTP:", "http:")},
            {"Sec-Fetch-Site", "same-origin", "Origin", here},
            {"Sec-Fetch-Site", "none"}
        }) {
            assertThat(Desk.operator(replica).send("POST", PULL, "{}", headers).statusCode())
                    .as(List.of(headers).toString())
                    .isEqualTo(404);
        }
    }

    @Test
    void noSessionIsBegunAndNothingIsDoubled() {
        for (HttpResponse<String> answer : List.of(
                Desk.operator(replica).get(CUSTOMERS),
                Desk.stranger(replica).get(CUSTOMERS),
                Desk.viewer(replica).post(PULL, "{}"),
                Api.get(replica, "/api/v1/leads/x", "demo-key"))) {
            assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
            assertThat(answer.headers().allValues("Cache-Control")).containsExactly("no-store");
            assertThat(answer.headers().allValues("X-Content-Type-Options")).containsExactly("nosniff");
            assertThat(answer.headers().allValues("X-Frame-Options")).containsExactly("DENY");
            assertThat(answer.headers().allValues("Content-Security-Policy")).hasSize(1);
            assertThat(answer.headers().map()).doesNotContainKeys("X-XSS-Protection", "Pragma", "Expires", "Vary");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/login", "/logout", "/default-ui.css", "/api/v1/nothing", "/error"})
    void nothingOfSpringSecurityIsSeenElsewhere(String path) {
        HttpResponse<String> answer = Desk.stranger(replica).get(path);

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("/problems/not-found");
    }

    @Test
    void methodsAreAnsweredAsBefore() {
        Desk nobody = Desk.stranger(replica);

        assertThat(nobody.send("HEAD", "/v3/api-docs", "").statusCode()).isEqualTo(200);
        // Spring keeps them in a HashSet of handlers: their order is nobody's promise.
        assertThat(nobody.send("OPTIONS", "/api/v1/leads", "")
                        .headers()
                        .firstValue("Allow")
                        .orElse("")
                        .split(","))
                .containsExactlyInAnyOrder("GET", "HEAD", "POST", "OPTIONS");
        assertThat(nobody.send("FOO", "/api/v1/leads", "").statusCode()).isEqualTo(405);
        assertThat(nobody.send("FOO", "/api/v1/leads//x;y=z/%2e%2e", "").statusCode())
                .isEqualTo(404);
        assertThat(Desk.operator(replica).send("DELETE", CUSTOMERS, "").statusCode())
                .isEqualTo(405);
    }

    @Test
    void noWayOfWritingTheAddressLeadsPastTheDoor() {
        for (String path : List.of(
                CUSTOMERS + ";a=b",
                "/api/v1/destinations;a=b/nobody/customers",
                "/api/v1/%64estinations/nobody/customers",
                CUSTOMERS + "/",
                "/api/v1/leads/x/%64eliveries/kapture/remote")) {
            assertThat(Desk.stranger(replica).get(path).statusCode()).as(path).isEqualTo(401);
        }
    }

    @Test
    void theManagementPortHasNoDoor() {
        assertThat(Api.management(replica, "/actuator/health").statusCode()).isEqualTo(200);
        assertThat(Api.management(replica, "/actuator/prometheus").body()).doesNotContain("spring_security");
    }

    @Test
    void onlyFromTheirNetworksOperatorsAreLetIn() {
        try (Replica elsewhere = Replica.start(
                database,
                standIns,
                "--lead-router.operators-from=10.0.0.0/8",
                "--lead-router.trusted-proxies=127.0.0.0/8",
                "--logging.level.com.leadrouter=warn")) {
            HttpResponse<String> refused = Desk.operator(elsewhere).get(CUSTOMERS);

            assertThat(refused.statusCode()).isEqualTo(403);
            assertIsProblem(refused, "forbidden", CUSTOMERS);
            assertThat(Desk.operator(elsewhere)
                            .send("GET", CUSTOMERS, "", "X-Forwarded-For", "10.1.2.3")
                            .statusCode())
                    .isEqualTo(404);
            assertThat(Desk.operator(elsewhere)
                            .send("GET", CUSTOMERS, "", "X-Forwarded-For", "11.1.2.3")
                            .statusCode())
                    .isEqualTo(403);
            assertThat(Api.get(elsewhere, "/api/v1/leads/x", "demo-key").statusCode())
                    .isEqualTo(404);
        }
    }

    @Test
    void withoutOperatorsNobodyIsLetInAndTheLogSaysSo(CapturedOutput output) {
        try (Replica without = Replica.startBare(database, standIns)) {
            assertThat(Desk.operator(without).get(CUSTOMERS).statusCode()).isEqualTo(401);
        }
        assertThat(output.toString().lines().filter(line -> line.contains("No operators are configured")))
                .singleElement()
                .satisfies(line -> assertThat(line).contains("INFO"));
        assertThat(output).doesNotContain("generated security password");
    }

    private static void assertIsProblem(HttpResponse<String> answer, String type, String path) {
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        JsonNode problem = Api.json(answer);
        assertThat(problem.path("type").asText()).isEqualTo("https://lead-router.dev/problems/" + type);
        assertThat(problem.path("status").asInt()).isEqualTo(answer.statusCode());
        assertThat(problem.path("instance").asText()).isEqualTo(path);
    }
}
