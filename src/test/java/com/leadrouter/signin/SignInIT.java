package com.leadrouter.signin;

import static org.assertj.core.api.Assertions.assertThat;

import com.leadrouter.Api;
import com.leadrouter.Replica;
import com.leadrouter.Surfer;
import com.leadrouter.postgres.Database;
import com.leadrouter.postgres.TestDatabases;
import com.leadrouter.standin.StandIns;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.session.jdbc.JdbcIndexedSessionRepository;

/** How a person signs in at the console, on two replicas, and how long he stays signed in. */
@ExtendWith(OutputCaptureExtension.class)
class SignInIT {

    private static final String SESSION = "lead-router-session";
    private static final String PULL = "/api/v1/destinations/nobody/customers/pull";
    private static final String CUSTOMERS = "/api/v1/destinations/nobody/customers";

    /** The hashes of the demo's passwords. */
    private static final String OPS = "{bcrypt}$2a$04$GiLKlHGBVu7.e9TtjzQF6eK4sfNzEsA9fwUfV8I80Z/7pBD6bBw8m";

    private static final String VIEWER = "{bcrypt}$2a$04$yMDkUzWC4EjjYSl38UfIE.Uh8birH.dKB/Oysye5t4OnukXvR9RTe";

    private static Database database;
    private static JdbcClient jdbc;
    private static StandIns standIns;
    private static Replica one;
    private static Replica two;

    @BeforeAll
    static void start() {
        database = TestDatabases.create();
        standIns = StandIns.start();
        one = Replica.start(database, standIns, with(operators(OPS, "viewer"), "--logging.level.com.leadrouter=warn"));
        two = Replica.start(
                database,
                standIns,
                with(
                        operators(VIEWER, "operator"),
                        "--lead-router.trusted-proxies=127.0.0.0/8",
                        "--lead-router.operators-from=127.0.0.0/8",
                        "--logging.level.com.leadrouter=warn",
                        "--logging.level.com.leadrouter.signin=info"));
        jdbc = JdbcClient.create(database.dataSource());
    }

    @AfterAll
    static void stop() {
        one.close();
        two.close();
        standIns.close();
    }

    @BeforeEach
    void nobodyIsSignedIn() {
        jdbc.sql("truncate operator_session, operator_session_attributes, sign_in_brake")
                .update();
    }

    @Test
    void theConsoleLeadsToTheLoginPageAndBackToThePageThatWasWanted() {
        Surfer ada = new Surfer();

        HttpResponse<String> refused = ada.get(one.url("/console/leads?q=x&status=DEAD"));
        assertThat(refused.statusCode()).isEqualTo(302);
        assertThat(refused.headers().firstValue("Location")).hasValue("/console/login");
        HttpResponse<String> login = ada.follow(refused);
        assertThat(login.statusCode()).isEqualTo(200);
        assertThat(login.body()).contains("<title>Sign in</title>");
        HttpResponse<String> in = ada.signIn(one, "ops", "demo-ops");

        assertThat(in.statusCode()).isEqualTo(303);
        assertThat(in.headers().firstValue("Location")).hasValue("/console/leads?q=x&status=DEAD");
        assertThat(ada.signIn(one, "ops", "demo-ops").headers().firstValue("Location"))
                .as("once")
                .hasValue("/console");
    }

    @Test
    void theRootLeadsToTheConsole() {
        assertThat(new Surfer().get(one.url("/")).headers().firstValue("Location"))
                .hasValue("/console");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://evil.example", "//evil.example", "/console/../x", "/console\r\nX: y", "/consolex", ""})
    void aPlantedWayBackLeadsNowhereElse(String page) {
        Surfer ada = new Surfer();
        ada.plant(
                one,
                "lead-router-back",
                Base64.getUrlEncoder().withoutPadding().encodeToString(page.getBytes(StandardCharsets.UTF_8)));

        String led = ada.signIn(one, "ops", "demo-ops")
                .headers()
                .firstValue("Location")
                .orElseThrow();

        assertThat(one.url("/").resolve(led).getAuthority())
                .isEqualTo(one.url("/").getAuthority());
        assertThat(led).startsWith("/console").doesNotContain("consolex");
    }

    @Test
    void whoGetsItWrongIsToldNoMoreAndNoSessionIsBegun() {
        for (String[] wrong : new String[][] {{"ops", "wrong"}, {"nobody", "demo-ops"}, {"", ""}}) {
            Surfer stranger = new Surfer();
            HttpResponse<String> answer = stranger.signIn(one, wrong[0], wrong[1]);

            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(answer.body()).contains("This name and this password do not belong together.");
            assertThat(stranger.cookie(SESSION)).isEmpty();
        }
        assertThat(sessions()).isZero();
    }

    @Test
    void whatSomebodyTypesIsEscaped() {
        assertThat(new Surfer().signIn(one, "\"><script>alert(1)</script>", "x").body())
                .contains("value=\"&quot;&gt;&lt;script&gt;")
                .doesNotContain("<script>");
    }

    @Test
    void aSessionOfOneReplicaIsTheOthersToo() {
        Surfer ops = Surfer.signedIn(one, "ops");

        for (Replica replica : List.of(one, two)) {
            assertThat(ops.get(replica.url(CUSTOMERS)).statusCode()).isEqualTo(404);
            assertThat(ops.send("POST", replica.url(PULL), "X-CSRF-TOKEN", ops.token())
                            .statusCode())
                    .isEqualTo(404);
        }
        assertThat(sessions()).isEqualTo(1);
    }

    @Test
    void theApiTakesASessionAndThenItsToken() {
        Surfer ops = Surfer.signedIn(one, "ops");

        for (String token : List.of("", "x", ops.token().substring(1))) {
            HttpResponse<String> refused = ops.send("POST", one.url(PULL), "X-CSRF-TOKEN", token);
            assertThat(refused.statusCode()).isEqualTo(403);
            assertThat(Api.json(refused).path("detail").asText()).contains("CSRF");
        }
        // Another one's, which is fine in itself.
        assertThat(ops.send(
                                "POST",
                                one.url(PULL),
                                "X-CSRF-TOKEN",
                                Surfer.signedIn(one, "ops").token())
                        .statusCode())
                .isEqualTo(403);
        // Credentials beside the session: the session does not count, nor do credentials that are none.
        assertThat(ops.send("POST", one.url(PULL), "Authorization", "Bearer x").statusCode())
                .isEqualTo(401);
        assertThat(ops.send("POST", one.url(PULL), "X-CSRF-TOKEN", ops.token(), "Sec-Fetch-Site", "cross-site")
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void aLeadIsShownToTheSourceAndToWhoeverIsSignedIn() {
        String lead = Api.accepted(one, Api.aLead(1));
        URI address = one.url("/api/v1/leads/" + lead);

        assertThat(new Surfer().get(address).statusCode()).isEqualTo(401);
        assertThat(new Surfer().get(address, "X-API-Key", "other-key").statusCode())
                .isEqualTo(404);
        assertThat(new Surfer().get(address, "X-API-Key", "demo-key").statusCode())
                .isEqualTo(200);
        Surfer viewer = Surfer.signedIn(two, "viewer");
        assertThat(viewer.get(address).statusCode()).isEqualTo(200);
        assertThat(viewer.get(address, "X-API-Key", "other-key").statusCode()).isEqualTo(404);
        assertThat(new Surfer()
                        .get(address, "Authorization", basic("viewer:demo-viewer"))
                        .statusCode())
                .isEqualTo(200);
        assertThat(new Surfer()
                        .get(address, "Authorization", basic("viewer:wrong"))
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void anAttackersSessionDoesNotBecomeTheOperators() {
        Surfer attacker = Surfer.signedIn(one, "viewer");
        String planted = attacker.cookie(SESSION).orElseThrow();
        Surfer victim = new Surfer();
        victim.plant(one, SESSION, planted);
        victim.forgetCookie("lead-router-csrf");
        victim.get(one.url("/console/login?again"));

        HttpResponse<String> in = victim.post(one.url("/console/login"), Map.of("name", "ops", "password", "demo-ops"));

        assertThat(in.statusCode()).isEqualTo(303);
        assertThat(victim.cookie(SESSION)).isPresent().get().isNotEqualTo(planted);
        assertThat(attacker.get(one.url(CUSTOMERS)).statusCode()).isEqualTo(401);
        assertThat(victim.get(one.url(CUSTOMERS)).statusCode()).isEqualTo(404);
    }

    @Test
    void anIdThatWasMadeUpIsNotTaken() {
        Surfer victim = new Surfer();
        victim.plant(one, SESSION, "bWFkZS11cA==");

        assertThat(victim.signIn(one, "ops", "demo-ops").statusCode()).isEqualTo(303);
        assertThat(victim.cookie(SESSION)).isPresent().get().isNotEqualTo("bWFkZS11cA==");
    }

    @Test
    void whoSignsOutIsOutOnAllReplicas() {
        Surfer ops = Surfer.signedIn(one, "ops");
        String session = ops.cookie(SESSION).orElseThrow();

        assertThat(ops.get(one.url("/console/logout")).statusCode())
                .as("a link elsewhere signs nobody out")
                .isNotEqualTo(302);
        HttpResponse<String> out = ops.post(two.url("/console/logout"), Map.of());

        assertThat(out.headers().firstValue("Location")).hasValue("/console/login?signed-out");
        assertThat(ops.follow(out).body()).contains("You are signed out.");
        ops.plant(one, SESSION, session);
        assertThat(ops.get(one.url(CUSTOMERS)).statusCode()).isEqualTo(401);
        assertThat(sessions()).isZero();
    }

    @Test
    void whoDoesNothingForHalfAnHourIsOut() {
        Surfer ops = Surfer.signedIn(one, "ops");

        sleep(Duration.ofMinutes(29), Duration.ofMinutes(29));
        assertThat(ops.get(one.url(CUSTOMERS)).statusCode()).isEqualTo(404);
        sleep(Duration.ofMinutes(29), Duration.ofMinutes(29));
        assertThat(ops.get(one.url(CUSTOMERS)).statusCode()).isEqualTo(404);
        sleep(Duration.ofMinutes(31), Duration.ofMinutes(31));
        assertThat(ops.get(one.url(CUSTOMERS)).statusCode()).isEqualTo(401);
    }

    @Test
    void afterHalfADayEverybodyIsOut() {
        Surfer ops = Surfer.signedIn(one, "ops");

        sleep(Duration.ofHours(12).minusMinutes(1), Duration.ZERO);
        assertThat(ops.get(one.url(CUSTOMERS)).statusCode()).isEqualTo(404);
        sleep(Duration.ofMinutes(2), Duration.ZERO);
        assertThat(ops.get(one.url(CUSTOMERS)).statusCode()).isEqualTo(401);
        assertThat(sessions()).isZero();
    }

    @Test
    void sessionsThatAreOverAreRemoved() {
        Surfer.signedIn(one, "ops");
        Surfer.signedIn(one, "ops");
        sleep(Duration.ofMinutes(31), Duration.ofMinutes(31));
        Surfer.signedIn(one, "ops");

        two.bean(JdbcIndexedSessionRepository.class).cleanUpExpiredSessions();

        assertThat(sessions()).isEqualTo(1);
    }

    @Test
    void whoHasAnotherPasswordOrRoleByNowIsWhatHeIsNow() {
        Surfer careful = new Surfer();
        assertThat(careful.signIn(one, "careful", "demo-ops").statusCode()).isEqualTo(303);
        Surfer promoted = new Surfer();
        assertThat(promoted.signIn(one, "promoted", "demo-viewer").statusCode()).isEqualTo(303);
        promoted.get(one.url("/console/login?again"));

        assertThat(promoted.send("POST", one.url(PULL), "X-CSRF-TOKEN", promoted.token())
                        .statusCode())
                .isEqualTo(403);
        assertThat(promoted.send("POST", two.url(PULL), "X-CSRF-TOKEN", promoted.token())
                        .statusCode())
                .isEqualTo(404);
        assertThat(careful.get(one.url(CUSTOMERS)).statusCode()).isEqualTo(404);
        assertThat(careful.get(two.url(CUSTOMERS)).statusCode()).isEqualTo(401);
        assertThat(careful.get(one.url(CUSTOMERS)).statusCode())
                .as("the session is over")
                .isEqualTo(401);
    }

    @Test
    void onlyFromTheirNetworksOperatorsSignIn() {
        Surfer ops = Surfer.signedIn(two, "ops");

        for (String path : List.of("/console/login", "/console", "/")) {
            HttpResponse<String> elsewhere = ops.get(two.url(path), "X-Forwarded-For", "203.0.113.7");
            assertThat(elsewhere.statusCode()).as(path).isEqualTo(403);
            assertThat(elsewhere.body()).contains("Not from here");
        }
        assertThat(ops.get(two.url(CUSTOMERS), "X-Forwarded-For", "203.0.113.7").statusCode())
                .isEqualTo(403);
        assertThat(ops.get(two.url(CUSTOMERS)).statusCode()).isEqualTo(404);
    }

    @Test
    void aViewerMayLookAndNotAct() {
        Surfer viewer = Surfer.signedIn(one, "viewer");

        assertThat(viewer.get(one.url(CUSTOMERS)).statusCode()).isEqualTo(404);
        assertThat(viewer.send("POST", one.url(PULL), "X-CSRF-TOKEN", viewer.token())
                        .statusCode())
                .isEqualTo(403);
        HttpResponse<String> refused = viewer.post(one.url("/console/anything"), Map.of());
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).contains("You may look, but not act");
    }

    @Test
    void cookiesAreForTheBrowserAloneAndOverHttpsWhereThePersonIs() {
        List<String> plain = setByLogin(one);
        List<String> secure = setByLogin(two, "X-Forwarded-Proto", "https", "X-Forwarded-Host", "leads.example.com");

        assertThat(plain)
                .hasSizeGreaterThanOrEqualTo(3)
                .allSatisfy(cookie -> assertThat(cookie)
                        .contains("HttpOnly", "SameSite=Lax", "Path=/")
                        .doesNotContain("Secure", "Domain"));
        assertThat(secure)
                .hasSameSizeAs(plain)
                .allSatisfy(cookie -> assertThat(cookie).contains("HttpOnly", "SameSite=Lax", "Path=/", "Secure"));
        assertThat(setByLogin(one, "X-Forwarded-Proto", "https"))
                .as("from who is no trusted proxy")
                .noneMatch(cookie -> cookie.contains("Secure"));
    }

    @Test
    void behindAProxyAPageOfOursIsOurs() {
        Surfer ops = new Surfer();
        String[] proxied = {"X-Forwarded-Proto", "https", "X-Forwarded-Host", "leads.example.com"};
        openLogin(ops, two, proxied);
        Map<String, String> form = Map.of("name", "ops", "password", "demo-ops");

        assertThat(ops.post(two.url("/console/login"), form, with(proxied, "Origin", "https://evil.example"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(ops.post(two.url("/console/login"), form, with(proxied, "Origin", "https://leads.example.com"))
                        .headers()
                        .firstValue("Location"))
                .hasValue("/console");
    }

    @Test
    void pagesSayWhatTheyMayDoAndAreNotKept() {
        Surfer viewer = Surfer.signedIn(one, "viewer");
        for (HttpResponse<String> answer : List.of(
                new Surfer().get(one.url("/console/login")),
                new Surfer().get(one.url("/console/leads")),
                viewer.post(one.url("/console/x"), Map.of()))) {
            assertThat(answer.headers().allValues("Content-Security-Policy"))
                    .singleElement()
                    .satisfies(policy -> assertThat(policy)
                            .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                            .doesNotContain("unsafe"));
            assertThat(answer.headers().allValues("Referrer-Policy")).containsExactly("same-origin");
            assertThat(answer.headers().allValues("Cache-Control")).containsExactly("no-store");
            assertThat(answer.body()).doesNotContain("<script", "<style", "style=");
        }
    }

    @Test
    void aFragmentOfAPageLeadsToTheLoginPageToo() {
        HttpResponse<String> answer = new Surfer().get(one.url("/console"), "HX-Request", "true");

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("HX-Redirect")).hasValue("/console/login?again");
    }

    @Test
    void whoSubmitsAPageOfAnEarlierTimeSignsInAgain() {
        HttpResponse<String> answer = new Surfer().post(one.url("/console/leads/x"), Map.of());

        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(answer.headers().firstValue("Location")).hasValue("/console/login?again");
    }

    @Test
    void whoGuessesIsSlowedDownOnBothReplicasAndByBothWays(CapturedOutput output) {
        Surfer known = Surfer.signedIn(one, "ops");
        IntStream.range(0, 5)
                .forEach(i -> assertThat(new Surfer()
                                .signIn(i % 2 == 0 ? one : two, "ops", "wrong" + i)
                                .statusCode())
                        .isEqualTo(401));

        HttpResponse<String> slow = new Surfer().signIn(two, "ops", "demo-ops");
        assertThat(slow.statusCode()).isEqualTo(429);
        assertThat(slow.headers().firstValueAsLong("Retry-After").orElseThrow()).isBetween(1L, 30L);
        assertThat(slow.body()).contains("Please wait a minute and try again.");
        HttpResponse<String> basic = new Surfer().get(one.url(CUSTOMERS), "Authorization", basic("ops:demo-ops"));
        assertThat(basic.statusCode()).isEqualTo(429);
        assertThat(Api.json(basic).path("type").asText()).endsWith("/too-many-requests");
        assertThat(basic.headers().firstValue("Retry-After")).isPresent();

        known.forgetCookie(SESSION);
        assertThat(known.signIn(two, "ops", "demo-ops").statusCode())
                .as("on his own device")
                .isEqualTo(303);
        assertThat(output)
                .contains("ops has signed in at the console, and may act")
                .doesNotContain("wrong0", "127.0.0.1 ");
    }

    private static List<String> setByLogin(Replica replica, String... headers) {
        Surfer ops = new Surfer();
        List<String> first = openLogin(ops, replica, headers);
        HttpResponse<String> in =
                ops.post(replica.url("/console/login"), Map.of("name", "ops", "password", "demo-ops"), headers);
        assertThat(in.statusCode()).isEqualTo(303);
        return Stream.concat(first.stream(), in.headers().allValues("Set-Cookie").stream())
                .filter(cookie -> !cookie.contains("Max-Age=0"))
                .toList();
    }

    private static List<String> openLogin(Surfer surfer, Replica replica, String... headers) {
        List<String> set =
                surfer.get(replica.url("/console/login"), headers).headers().allValues("Set-Cookie");
        // A secure cookie does not come back from a test over http.
        set.forEach(cookie -> surfer.plant(
                replica,
                cookie.substring(0, cookie.indexOf('=')),
                cookie.substring(cookie.indexOf('=') + 1, cookie.indexOf(';'))));
        return set;
    }

    /** As if that long ago the session had begun, and been used last. */
    private static void sleep(Duration sinceBegin, Duration sinceUse) {
        jdbc.sql("""
                update operator_session
                set creation_time = creation_time - :begin,
                    last_access_time = last_access_time - :use,
                    expiry_time = expiry_time - :use
                """)
                .param("begin", sinceBegin.toMillis())
                .param("use", sinceUse.toMillis())
                .update();
    }

    private static int sessions() {
        return jdbc.sql("select count(*) from operator_session")
                .query(Integer.class)
                .single();
    }

    private static String basic(String credentials) {
        return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    }

    // Two of them are not the same on both replicas, as if it had been configured anew in between.
    private static String[] operators(String passwordOfCareful, String roleOfPromoted) {
        return new String[] {
            "--lead-router.operators[0].name=ops",
            "--lead-router.operators[0].password=" + OPS,
            "--lead-router.operators[0].role=operator",
            "--lead-router.operators[1].name=viewer",
            "--lead-router.operators[1].password=" + VIEWER,
            "--lead-router.operators[1].role=viewer",
            "--lead-router.operators[2].name=careful",
            "--lead-router.operators[2].password=" + passwordOfCareful,
            "--lead-router.operators[2].role=operator",
            "--lead-router.operators[3].name=promoted",
            "--lead-router.operators[3].password=" + VIEWER,
            "--lead-router.operators[3].role=" + roleOfPromoted
        };
    }

    private static String[] with(String[] some, String... others) {
        return Stream.concat(Arrays.stream(some), Arrays.stream(others)).toArray(String[]::new);
    }
}
