package com.leadrouter.browser;

import static com.leadrouter.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.leadrouter.Api;
import com.leadrouter.Replica;
import com.leadrouter.demo.DemoForm;
import com.leadrouter.demo.Website;
import com.leadrouter.demo.Website.Answer;
import com.leadrouter.postgres.Database;
import com.leadrouter.postgres.TestDatabases;
import com.leadrouter.standin.StandIns;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** A person with a real browser, from the page of a car maker to both destinations. */
class FormsInBrowserIT {

    private static final Path SNIPPETS = Path.of("docs", "form-snippet.html");

    private static Browser browser;
    private static StandIns standIns;
    private static Database database;
    private static JdbcClient jdbc;
    private static Website carMaker;
    private static Website stranger;
    private static Replica service;

    @BeforeAll
    static void open() {
        browser = Browser.start();
        standIns = StandIns.start();
        database = TestDatabases.create();
        jdbc = database.jdbc();
        carMaker = new Website(0);
        stranger = new Website(0);
        service = Replica.start(
                database,
                standIns,
                DemoForm.argument(carMaker),
                "--lead-router.sources.demo.form.rate-limit-per-ip=0",
                "--lead-router.sources.other.region=GB",
                "--lead-router.sources.other.defaults.acquisition-channel=Website",
                "--lead-router.sources.other.form.key=pk_other",
                "--lead-router.sources.other.form.allowed-origins=" + carMaker.origin(),
                "--lead-router.sources.other.form.rate-limit-per-ip=0",
                "--lead-router.sources.other.form.honeypot=fax",
                "--logging.level.com.leadrouter=warn");
        DemoForm.on(carMaker, service.url(""), database);
        DemoForm.on(stranger, service.url(""), database);
    }

    @AfterAll
    static void close() {
        // What was never opened, where there is no browser, has nothing to close.
        for (AutoCloseable opened : new AutoCloseable[] {service, carMaker, stranger, standIns, browser}) {
            if (opened != null) {
                assertThatCode(opened::close).doesNotThrowAnyException();
            }
        }
    }

    @BeforeEach
    void nobodyWasHereBefore() {
        browser.open(carMaker.url("/"));
        browser.forgetWhoIAm();
    }

    @Test
    void aPersonBooksATestDriveAndItIsDelivered() {
        browser.open(carMaker.url("/"));
        browser.assertIsAccessible();
        browser.picture("demo-form");

        fillIn("ada")
                .type("contact.phoneNumber", "07700 900123")
                .tick("optInConsents.email")
                .submit();

        browser.awaitTitle("Thank you · Meridian");
        assertThat(browser.address()).isEqualTo(carMaker.url("/thanks").toString());
        browser.awaitText("cap DELIVERED");
        browser.awaitText("kapture DELIVERED");
        browser.assertIsAccessible();
        browser.picture("demo-status");
        String leadId = browser.find("#leads code").getText();
        assertThat(standIns.cap().accepted(leadId)).isEqualTo(1);
        assertThat(Api.report(service, leadId)
                        .path("lead")
                        .path("optInConsents")
                        .toString())
                .isEqualTo("{\"email\":true,\"phone\":false,\"sms\":false,\"post\":false}");
        assertThat(Api.report(service, leadId).path("lead").path("ipAddress").asText())
                .isEqualTo("127.0.0.1");
    }

    @Test
    void whoLeavesOutANameIsToldSoAndLosesNothing() {
        browser.open(carMaker.url("/"));
        fillIn("grace")
                .type("contact.lastName", "")
                .type("your-email", "grace.at.example")
                .submitUnchecked();

        browser.awaitTitle("Please check what you entered");
        assertThat(browser.find("[role=alert]").getText())
                .contains("Last name: please fill this in.", "Email address: this does not look like an email address.")
                .doesNotContain("First name", "grace.at.example");
        assertThat(browser.address()).isEqualTo(service.url("/forms/pk_demo").toString());
        browser.assertIsAccessible();
        browser.picture("form-faults");

        browser.back();
        assertThat(browser.valueOf("contact.firstName")).isEqualTo("Grace");
        assertThat(browser.valueOf("vehicle.name")).isEqualTo("Meridian Cross");
        browser.type("contact.lastName", "Hopper")
                .type("your-email", "grace@example.com")
                .submit();
        browser.awaitTitle("Thank you · Meridian");
        browser.awaitText("kapture DELIVERED");
    }

    @Test
    void aDoubleClickAndAReloadAreOneDelivery() {
        double before = submissionsOfTheDemoForm();
        browser.open(carMaker.url("/"));
        fillIn("joan").submitWithADoubleClick();
        browser.awaitTitle("Thank you · Meridian");
        browser.reload();
        browser.awaitText("kapture DELIVERED");

        browser.back().submit();
        browser.awaitTitle("Thank you · Meridian");

        // Of a double click browsers send one or both.
        assertThat(submissionsOfTheDemoForm() - before).isBetween(2.0, 3.0);
        assertIsOneDeliveryToEach("joan", submissionsOfTheDemoForm() - before);
    }

    @Test
    void whoClicksAgainBecauseNothingHappensIsOneDelivery() throws Exception {
        double before = submissionsOfTheDemoForm();
        carMaker.with("/waiting", page -> Answer.html(Integer.toString(waiting())));
        browser.open(carMaker.url("/"));
        fillIn("annie");
        try (Connection slow = database.dataSource().getConnection();
                ExecutorService person = Executors.newSingleThreadExecutor()) {
            slow.setAutoCommit(false);
            JdbcClient.create(new SingleConnectionDataSource(slow, true))
                    .sql("lock table lead in exclusive mode")
                    .update();
            Future<?> clicks = person.submit(() -> browser.script("""
                    const button = document.querySelector("form [type=submit], form button");
                    const again = async () =>
                        await (await fetch("/waiting")).text() === "1" ? button.click() : setTimeout(again, 20);
                    setTimeout(() => { button.click(); again(); }, 1);
                    """));
            eventually(() -> assertThat(waiting()).isEqualTo(2));

            slow.rollback();

            clicks.get(20, TimeUnit.SECONDS);
        }
        browser.awaitTitle("Thank you · Meridian");
        assertThat(submissionsOfTheDemoForm() - before).isEqualTo(2);
        assertIsOneDeliveryToEach("annie", 2);
    }

    private static void assertIsOneDeliveryToEach(String person, double submissions) {
        String email = person + "@example.com";
        browser.awaitText("cap DELIVERED");
        browser.awaitText("kapture DELIVERED");
        assertThat(dispositions(email))
                .hasSize((int) submissions)
                .containsOnlyOnce("ROUTED")
                .containsOnly("ROUTED", "DUPLICATE");
        assertThat(jdbc.sql("select destination from delivery where lead_id in (select id from lead where email = ?)")
                        .param(email)
                        .query(String.class)
                        .list())
                .containsExactlyInAnyOrder("cap", "kapture");
        assertThat(
                        jdbc
                                .sql("select id::text from lead where email = ?")
                                .param(email)
                                .query(String.class)
                                .list()
                                .stream()
                                .mapToInt(standIns.cap()::accepted)
                                .sum())
                .isEqualTo(1);
    }

    /** Submissions that have come to the database, and have to wait there. */
    private static int waiting() {
        return jdbc.sql("select count(*) from pg_locks where not granted")
                .query(Integer.class)
                .single();
    }

    @Test
    void aReloadOfOurOwnPageSendsNothingAgain() {
        carMaker.with("/plain", snippet("plain"));
        browser.open(carMaker.url("/plain"));
        fillInSnippet("hedy").submit();
        browser.awaitTitle("Thank you");
        assertThat(browser.address())
                .isEqualTo(service.url("/forms/pk_other/thanks").toString());
        assertThat(browser.script("return getComputedStyle(document.querySelector('main')).borderRadius"))
                .as("our policy lets our own style through")
                .isEqualTo("12px");
        browser.assertIsAccessible();
        browser.picture("form-thanks");

        browser.reload();

        browser.awaitTitle("Thank you");
        assertThat(dispositions("hedy@example.com")).containsExactly("ROUTED");
    }

    @Test
    void aForeignPageMayNotSubmitTheForm() {
        browser.open(stranger.url("/"));
        fillIn("mallory").submit();

        browser.awaitTitle("This form cannot be sent from here");
        browser.assertIsAccessible();
        browser.picture("form-forbidden");
        assertThat(dispositions("mallory@example.com")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "no-referrer, This form cannot be sent from here",
        "same-origin, This form cannot be sent from here",
        "strict-origin, Thank you",
        "'', Thank you"
    })
    void aPageThatHidesWhereItIsIsForeign(String policy, String title) {
        carMaker.with("/hidden", "<meta name=referrer content='" + policy + "'>" + snippet("plain"));
        browser.open(carMaker.url("/hidden"));
        fillInSnippet("dorothy").submit();

        browser.awaitTitle(title);
    }

    @Test
    void aScriptOfThePageMayAskAndSend() {
        browser.open(carMaker.url("/"));

        assertThat(fetchOfJson("katherine")).isEqualTo("202 ACCEPTED");

        assertThat(dispositions("katherine@example.com")).containsExactly("ROUTED");
        assertThat(Api.management(service, "/actuator/prometheus").body().lines())
                .as("the browser has asked before")
                .anyMatch(line -> line.startsWith("http_server_requests_seconds_count")
                        && line.contains("method=\"OPTIONS\"")
                        && line.contains("status=\"204\""));
    }

    @Test
    void aScriptOfAForeignPageMayNot() {
        browser.open(stranger.url("/"));

        assertThat(fetchOfJson("eve")).isEqualTo("TypeError");

        assertThat(dispositions("eve@example.com")).isEmpty();
    }

    @Test
    void theSnippetWithFetchKeepsThePersonOnThePage() {
        carMaker.with("/fetch", snippet("fetch"));
        browser.open(carMaker.url("/fetch"));
        fillInSnippet("radia").type("contact.phoneNumber", "12").submit();
        browser.awaitText("Please check what you entered: Phone number");

        browser.type("contact.phoneNumber", "07700 900124").submit();

        browser.awaitText("Thank you. We have received your details.");
        assertThat(browser.address()).isEqualTo(carMaker.url("/fetch").toString());
        assertThat(dispositions("radia@example.com")).containsExactly("ROUTED");
    }

    @Test
    void theSnippetWithFetchSaysSoWhereNoFieldIsToBlame() {
        carMaker.with("/fetch", snippet("fetch").replace(Api.CAMPAIGN, "no campaign"));
        browser.open(carMaker.url("/fetch"));
        fillInSnippet("mary").submit();

        browser.awaitText("this form is not set up correctly");
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "fetch"})
    void whatARobotFillsInToTheTrapOfASnippetIsSpam(String way) {
        carMaker.with("/trap", snippet(way));
        browser.open(carMaker.url("/trap"));
        fillInSnippet("robot-" + way);
        browser.script("document.querySelector('[name=fax]').value = 'https://spam.example'");
        browser.submit();

        browser.awaitText("We have received your details.");
        assertThat(dispositions("robot-" + way + "@example.com")).containsExactly("SPAM");
    }

    @Test
    void theSnippetsGeneratorCanBeUsedByAnyone() {
        browser.open(SNIPPETS.toUri());
        browser.assertIsAccessible();
        browser.picture("form-snippet");

        browser.typeInto("#key", "\"><script>alert(1)</script>");

        assertThat(browser.find("#snippet").getDomProperty("value")).doesNotContain("<script>alert");
    }

    /** What the generator of the documentation makes for this service. */
    private static String snippet(String way) {
        browser.open(SNIPPETS.toUri());
        browser.typeInto("#service", service.url("/").toString());
        browser.typeInto("#key", "pk_other");
        browser.typeInto("#campaign", Api.CAMPAIGN);
        browser.typeInto("#trap", "fax");
        browser.find("[value=" + way + "]").click();
        return "<!DOCTYPE html><html lang=en><title>A page</title>"
                + browser.find("#snippet").getDomProperty("value");
    }

    private static Browser fillIn(String person) {
        return browser.type("contact.firstName", capitalised(person))
                .type("contact.lastName", "Example")
                .type("your-email", person + "@example.com")
                .choose("vehicle.name", "Meridian Cross");
    }

    private static Browser fillInSnippet(String person) {
        return browser.type("contact.firstName", capitalised(person))
                .type("contact.lastName", "Example")
                .type("contact.emailAddress", person + "@example.com")
                .choose("vehicle.name", "Example Vehicle");
    }

    private static Object fetchOfJson(String person) {
        return browser.scriptThatTakesItsTime(
                """
                fetch(arguments[0], { method: "POST", headers: { "Content-Type": "application/json" }, body: arguments[1] })
                  .then(async answer => done(answer.status + " " + (await answer.json()).status))
                  .catch(failure => done(failure.name));
                """,
                service.url("/forms/pk_demo").toString(),
                Api.aLead(1).replace("ada1@example.com", person + "@example.com"));
    }

    private static List<String> dispositions(String email) {
        return jdbc.sql("select disposition from lead where email = ? order by id")
                .param(email)
                .query(String.class)
                .list();
    }

    /** As the service has counted them, whatever became of them. */
    private static double submissionsOfTheDemoForm() {
        return Api.management(service, "/actuator/prometheus")
                .body()
                .lines()
                .filter(line -> line.startsWith("leadrouter_leads_received_total") && line.contains("source=\"demo\""))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    private static String capitalised(String name) {
        return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    }
}
