package com.leadrouter.signin;

import static com.leadrouter.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.leadrouter.Api;
import com.leadrouter.Replica;
import com.leadrouter.Surfer;
import com.leadrouter.postgres.Database;
import com.leadrouter.postgres.TestDatabases;
import com.leadrouter.standin.StandIns;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;

/** How a person signs in at the console where an OpenID Connect provider is configured, which is a process of its own. */
@ExtendWith(OutputCaptureExtension.class)
class OidcIT {

    private static final String PULL = "/api/v1/destinations/nobody/customers/pull";
    private static final String CUSTOMERS = "/api/v1/destinations/nobody/customers";

    private static JdbcClient jdbc;
    private static StandIns standIns;
    private static Replica service;
    private static OidcProvider provider;
    private static String issuers;
    private static int statusWithoutProvider;
    private static String pageWithoutProvider;

    @BeforeAll
    static void start() throws IOException {
        int port = freePort();
        issuers = "http://127.0.0.1:" + port;
        Database database = TestDatabases.create();
        jdbc = JdbcClient.create(database.dataSource());
        standIns = StandIns.start();
        // Before the provider: its being away must not keep leads out.
        service = Replica.start(
                database,
                standIns,
                "--spring.security.oauth2.client.registration.sso.client-id=lead-router",
                "--spring.security.oauth2.client.registration.sso.client-secret=secret",
                "--spring.security.oauth2.client.provider.sso.issuer-uri=" + issuers + "/people",
                "--spring.security.oauth2.resourceserver.jwt.issuer-uri=" + issuers + "/tools",
                "--spring.security.oauth2.resourceserver.jwt.audiences=lead-router",
                "--lead-router.operators-oidc.role-claim=team.roles",
                "--lead-router.operators-oidc.operator=operator,lr-admin",
                "--logging.level.com.leadrouter=warn",
                "--logging.level.com.leadrouter.signin=info");
        HttpResponse<String> away = new Surfer().get(service.url("/console/login"));
        statusWithoutProvider = away.statusCode();
        pageWithoutProvider = away.body();
        provider = OidcProvider.start(port);
        // One that was away is not asked again at once.
        eventually(
                () -> assertThat(new Surfer().get(service.url("/console/login")).statusCode())
                        .isEqualTo(302));
    }

    @AfterAll
    static void stop() {
        for (AutoCloseable opened : new AutoCloseable[] {provider, service, standIns}) {
            if (opened != null) {
                assertThatCode(opened::close).doesNotThrowAnyException();
            }
        }
    }

    @Test
    void aProviderThatIsAwayIsToldOf() {
        assertThat(statusWithoutProvider).isEqualTo(503);
        assertThat(pageWithoutProvider).contains("does not answer as it should");
    }

    @Test
    void anOperatorSignsInThereAndIsLedBackToThePageThatHeWanted(CapturedOutput output) {
        Surfer ada = new Surfer();
        HttpResponse<String> login = ada.follow(ada.get(service.url("/console/leads?status=DEAD")));
        assertThat(login.headers().firstValue("Location")).hasValue("/oauth2/authorization/sso");

        HttpResponse<String> in = signIn(ada, """
                { "preferred_username": "ada", "email": "ada@example.com", "name": "Ada Lovelace", "team": { "roles": [ "lr-admin" ] } }
                """);

        assertThat(in.statusCode()).isEqualTo(303);
        assertThat(in.headers().firstValue("Location")).hasValue("/console/leads?status=DEAD");
        ada.get(service.url("/console/login?again"));
        assertThat(ada.get(service.url(CUSTOMERS)).statusCode()).isEqualTo(404);
        assertThat(output)
                .contains("ada has signed in at the console, and may act")
                .doesNotContain("ada@example.com", "Lovelace");
        assertThat(jdbc.sql("select principal_name from operator_session where principal_name is not null")
                        .query(String.class)
                        .list())
                .contains("ada");
        assertThat(jdbc.sql(
                                "select string_agg(encode(attribute_bytes, 'escape'), ' ') from operator_session_attributes")
                        .query(String.class)
                        .single())
                .doesNotContain("ada@example.com", "Lovelace", "eyJ");
    }

    @Test
    void aViewerMayLookAndNotAct() {
        Surfer viewer = new Surfer();

        assertThat(signIn(viewer, "{ \"preferred_username\": \"grace\", \"team\": { \"roles\": [ \"viewer\" ] } }")
                        .statusCode())
                .isEqualTo(303);

        assertThat(viewer.get(service.url(CUSTOMERS)).statusCode()).isEqualTo(404);
        HttpResponse<String> refused = viewer.post(service.url("/console/x"), Map.of());
        assertThat(refused.statusCode()).isEqualTo(403);
    }

    @Test
    void whoHasNoRoleIsToldSoAndNotLetIn() {
        Surfer somebody = new Surfer();

        HttpResponse<String> refused =
                signIn(somebody, "{ \"preferred_username\": \"mallory\", \"roles\": [ \"operator\" ] }");

        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).contains("You have no role here");
        assertThat(somebody.get(service.url(CUSTOMERS)).statusCode()).isEqualTo(401);
    }

    @Test
    void anAnswerThatNobodyAskedForSignsNobodyIn() {
        Surfer victim = new Surfer();

        HttpResponse<String> answer = victim.get(service.url("/login/oauth2/code/sso?code=stolen&state=x"));

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(victim.get(service.url(CUSTOMERS)).statusCode()).isEqualTo(401);
    }

    @Test
    void whoThinksBetterOfItIsNotSignedIn() {
        Surfer ada = new Surfer();
        HttpResponse<String> asked = ada.get(service.url("/oauth2/authorization/sso"));
        String state = parameter(asked, "state");

        HttpResponse<String> back = ada.get(service.url("/login/oauth2/code/sso?error=access_denied&state=" + state));

        assertThat(back.statusCode()).isEqualTo(401);
        assertThat(back.body()).contains("You have not been signed in.", "/oauth2/authorization/sso");
    }

    @Test
    void theRequestIsBoundToTheBrowserThatMadeIt() {
        HttpResponse<String> asked = new Surfer().get(service.url("/oauth2/authorization/sso"));

        assertThat(parameter(asked, "code_challenge_method")).isEqualTo("S256");
        assertThat(parameter(asked, "nonce")).isNotEmpty();
        assertThat(parameter(asked, "scope")).isEqualTo("openid%20profile");
    }

    @Test
    void namesAndPasswordsOpenNothingAnyMore() {
        HttpResponse<String> basic = new Surfer()
                .get(
                        service.url(CUSTOMERS),
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString("ops:demo-ops".getBytes(StandardCharsets.UTF_8)));
        Surfer ops = new Surfer();
        ops.get(service.url("/console/login?again"));
        HttpResponse<String> form =
                ops.post(service.url("/console/login"), Map.of("name", "ops", "password", "demo-ops"));

        assertThat(basic.statusCode()).isEqualTo(401);
        assertThat(basic.headers().firstValue("WWW-Authenticate").orElseThrow()).startsWith("Bearer");
        assertThat(form.headers().firstValue("Location")).hasValue("/console/login?again");
        assertThat(ops.get(service.url(CUSTOMERS)).statusCode()).isEqualTo(401);
    }

    @Test
    void aProgramBringsATokenOfTheProvider() {
        assertThat(new Surfer().get(service.url(CUSTOMERS), bearer("operator")).statusCode())
                .isEqualTo(404);
        assertThat(new Surfer()
                        .send("POST", service.url(PULL), bearer("operator"))
                        .statusCode())
                .isEqualTo(404);
        assertThat(new Surfer().get(service.url(CUSTOMERS), bearer("viewer")).statusCode())
                .isEqualTo(404);
        assertThat(new Surfer()
                        .send("POST", service.url(PULL), bearer("viewer"))
                        .statusCode())
                .isEqualTo(403);
        for (String token :
                new String[] {bearer("elsewhere")[1], bearer("none")[1], "Bearer x", bearer("operator")[1] + "x"}) {
            assertThat(new Surfer()
                            .get(service.url(CUSTOMERS), "Authorization", token)
                            .statusCode())
                    .isEqualTo(401);
        }
    }

    // As the page of the provider does; the claims are what he types there.
    private static HttpResponse<String> signIn(Surfer surfer, String claims) {
        HttpResponse<String> asked = surfer.get(service.url("/oauth2/authorization/sso"));
        assertThat(asked.statusCode()).isEqualTo(302);
        HttpResponse<String> page = surfer.follow(asked);
        HttpResponse<String> said = surfer.post(page.uri(), Map.of("username", "someone", "claims", claims));
        return surfer.follow(said);
    }

    private static String[] bearer(String scope) {
        HttpResponse<String> answer = new Surfer()
                .post(
                        URI.create(issuers + "/tools/token"),
                        Map.of(
                                "grant_type",
                                "client_credentials",
                                "client_id",
                                "tool",
                                "client_secret",
                                "x",
                                "scope",
                                scope));
        return new String[] {
            "Authorization", "Bearer " + Api.json(answer).path("access_token").asText()
        };
    }

    private static String parameter(HttpResponse<String> redirect, String name) {
        for (String pair :
                redirect.headers().firstValue("Location").orElseThrow().split("[?&]")) {
            if (pair.startsWith(name + "=")) {
                return pair.substring(name.length() + 1);
            }
        }
        return "";
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
