package com.leadrouter.browser;

import static com.leadrouter.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import com.leadrouter.Api;
import com.leadrouter.Replica;
import com.leadrouter.postgres.Database;
import com.leadrouter.postgres.TestDatabases;
import com.leadrouter.standin.Campaign;
import com.leadrouter.standin.StandIns;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Operators with a real browser and without a mouse: what they are called about, and what they do about it. */
class ConsoleInBrowserIT {

    private static final String ENDED = "11111111-bfa7-45b5-8510-d26ba3008879";
    private static final String WANTS_PHONE = "22222222-bfa7-45b5-8510-d26ba3008879";
    private static final String INACTIVE = "33333333-bfa7-45b5-8510-d26ba3008879";

    private static Browser browser;
    private static Keyboard keyboard;
    private static StandIns standIns;
    private static Replica service;

    @BeforeAll
    static void open() {
        browser = Browser.start();
        keyboard = new Keyboard(browser);
        standIns = StandIns.start();
        Database database = TestDatabases.create();
        service = Replica.start(database, standIns, "--logging.level.com.leadrouter=warn");
        if (Browser.takesPictures()) {
            new BusyDay(database.jdbc()).happened();
        }
    }

    @AfterAll
    static void close() {
        // What was never opened, where there is no browser, has nothing to close.
        for (AutoCloseable opened : new AutoCloseable[] {service, standIns, browser}) {
            if (opened != null) {
                assertThatCode(opened::close).doesNotThrowAnyException();
            }
        }
    }

    @BeforeEach
    void nobodyIsSignedIn() {
        browser.open(service.url("/console/login"));
        browser.forgetWhoIAm();
        browser.open(service.url("/console"));
        browser.awaitTitle("Sign in");
    }

    @AfterEach
    void nothingWasComplainedOf() {
        assertThat(browser.complaints()).noneMatch(complaint -> complaint.contains("Content Security Policy"));
    }

    @Test
    void leadsThatWereRejectedBecauseTheirCampaignHadEndedAreSentAgainOnceItRuns() {
        standIns.cap().campaign(ENDED, Campaign.in(Campaign.State.ENDED));
        List<String> leads = IntStream.range(0, 3)
                .mapToObj(i -> Api.accepted(service, lead(100 + i, "Grace", "Hopper", ENDED)))
                .toList();
        leads.forEach(lead -> eventually(() -> assertThat(status(lead, "cap")).isEqualTo("REJECTED")));
        signIn("ops");

        keyboard.press("Needs attention");
        browser.awaitText("Refused because of the configuration");
        browser.awaitText(ENDED);
        keyboard.press("Look at them cap");
        browser.awaitTitle("Leads · Lead Router");
        keyboard.press("Grace Hopper");
        browser.awaitTitle("Grace Hopper · Lead Router");
        keyboard.press("Preview cap");
        browser.awaitTitle("What would be sent to cap · Lead Router");
        assertThat(browser.text())
                .contains(ENDED, "****")
                .doesNotContain(standIns.cap().apiKey());

        standIns.cap().campaign(ENDED, Campaign.active());
        keyboard.press("Needs attention");
        browser.awaitTitle("Needs attention · Lead Router");
        keyboard.press("Re-send… cap");
        browser.awaitTitle("Re-send 3 deliveries to cap? · Lead Router");
        assertThat(leads).allMatch(lead -> status(lead, "cap").equals("REJECTED"));
        keyboard.type("reason", "the campaign runs again");
        keyboard.press("Re-send 3");
        browser.awaitText("3 deliveries are sent again now.");

        leads.forEach(lead -> eventually(() -> assertThat(status(lead, "cap")).isEqualTo("DELIVERED")));
        keyboard.press("Audit");
        browser.awaitText("the campaign runs again");
    }

    @Test
    void aCustomerOnThePhoneIsFoundByEmailCorrectedAndSentAgain() {
        standIns.cap().campaign(WANTS_PHONE, Campaign.active().requiringPhone());
        String lead = Api.accepted(
                service,
                lead(200, "Katherine", "Jonson", WANTS_PHONE).replaceFirst("\"phoneNumber\": \"[^\"]*\",", ""));
        eventually(() -> assertThat(status(lead, "cap")).isEqualTo("REJECTED"));
        signIn("ops");

        keyboard.typeAndEnter("q", "ADA200@example.com");
        browser.awaitTitle("Leads · Lead Router");
        keyboard.press("Katherine Jonson");
        browser.awaitTitle("Katherine Jonson · Lead Router");
        assertThat(browser.find(".timeline").getText())
                .contains("Received", "demo", "Routed", "Data refused", "HTTP 400", "Rejected", "try 1");

        keyboard.press("Correct…");
        browser.awaitTitle("Correct the lead · Lead Router");
        keyboard.type("contact.lastName", "Johnson");
        keyboard.type("contact.phoneNumber", "12");
        keyboard.press("Save the correction");
        browser.awaitText("The lead cannot be so:");
        keyboard.type("contact.phoneNumber", "+44 7700 900200");
        keyboard.type("reason", "she has phoned");
        keyboard.press("Save the correction");
        browser.awaitTitle("Katherine Johnson · Lead Router");
        assertThat(browser.find(".timeline").getText()).contains("Corrected", "#/contact/lastName", "she has phoned");

        keyboard.press("Retry now cap");
        browser.awaitText("It is sent again now.");
        eventually(() -> assertThat(status(lead, "cap")).isEqualTo("DELIVERED"));
        assertThat(standIns.cap().calls().of(lead).getLast().body().toString()).contains("Johnson", "7700900200");
    }

    @Test
    void aDestinationIsPausedLeadsPileUpAndItIsResumedAndDrained() {
        signIn("ops");
        keyboard.press("Destinations");
        browser.awaitTitle("Destinations · Lead Router");
        keyboard.press("Pause… kapture");
        browser.awaitTitle("Pause kapture? · Lead Router");
        keyboard.type("reason", "Kapture moves house");
        keyboard.press("Pause kapture");
        browser.awaitText("Deliveries are paused on all replicas.");
        browser.awaitText("Kapture moves house");

        List<String> leads = IntStream.range(0, 4)
                .mapToObj(i -> Api.accepted(service, lead(300 + i, "Dorothy", "Vaughan", Api.CAMPAIGN)))
                .toList();
        leads.forEach(lead -> eventually(() -> assertThat(status(lead, "cap")).isEqualTo("DELIVERED")));
        assertThat(leads).allMatch(lead -> status(lead, "kapture").equals("HELD"));
        keyboard.press("Destinations");
        browser.awaitText("4");
        keyboard.press("Resume… kapture");
        browser.awaitTitle("Resume kapture? · Lead Router");
        assertThat(browser.text()).contains("4 deliveries wait for kapture and go out at once.");
        keyboard.press("Resume kapture");
        browser.awaitText("Deliveries go out again.");

        leads.forEach(
                lead -> eventually(() -> assertThat(status(lead, "kapture")).isEqualTo("DELIVERED")));
    }

    @Test
    void aPersonIsErased() {
        String lead = delivered(400, "Mary", "Jackson");
        signIn("ops");
        keyboard.typeAndEnter("q", "Mary Jackson");
        browser.awaitTitle("Leads · Lead Router");
        keyboard.press("Mary Jackson");
        browser.awaitTitle("Mary Jackson · Lead Router");
        keyboard.press("Erase…");
        browser.awaitTitle("Erase this lead? · Lead Router");
        keyboard.press("Erase for good");
        browser.awaitTitle("Erased · Lead Router");
        assertThat(browser.text()).contains("One lead erased", "Who has the person already", "cap", "kapture");
        assertThat(browser.text()).doesNotContain("Mary", "ada400");

        keyboard.press(lead);
        browser.awaitTitle("Nobody’s any more · Lead Router");
        assertThat(browser.text()).contains("Erased", "Delivered").doesNotContain("Mary", "Jackson", "ada400");
        keyboard.press("Leads");
        browser.awaitTitle("Leads · Lead Router");
        keyboard.typeAndEnter("q", "ada400@example.com");
        browser.awaitText("No lead is like that");
    }

    @Test
    void aViewerSeesNoActionAndMayNotAct() {
        String lead = delivered(500, "Annie", "Easley");
        signIn("viewer");
        assertThat(browser.text()).contains("viewer", "may look");
        for (String page : List.of(
                "/console/leads/" + lead,
                "/console/leads",
                "/console/attention",
                "/console/destinations",
                "/console/customers")) {
            browser.open(service.url(page));
            assertThat(browser.script("return [...document.querySelectorAll('main form[method=post]')].length"))
                    .as(page)
                    .isEqualTo(0L);
            assertThat(browser.text())
                    .doesNotContain(
                            "Retry",
                            "Cancel…",
                            "Correct…",
                            "Erase…",
                            "Erase a person",
                            "Pause",
                            "Resume",
                            "Pull now",
                            "Re-send…");
        }
        browser.open(service.url("/console/destinations/cap/pause"));
        browser.awaitTitle("A viewer may look, not act · Lead Router");

        assertThat(browser.scriptThatTakesItsTime("""
                fetch('/console/destinations/cap/pause', {
                  method: 'POST',
                  body: new URLSearchParams(new FormData(document.querySelector('form[action="/console/logout"]'))),
                }).then(answer => done(answer.status));
                """)).isEqualTo(403L);
    }

    @Test
    void everyPageIsForEverybodyByLightAndByDarkOnAScreenAndOnAPhone() {
        standIns.cap().campaign(INACTIVE, Campaign.in(Campaign.State.INACTIVE));
        String rejected = Api.accepted(
                service,
                lead(600, "Hedy", "Lamarr", INACTIVE)
                        .replace("\"vehicle\"", "\"attributes\": { \"utm_source\": \"<newsletter>\" }, \"vehicle\""));
        eventually(() -> assertThat(status(rejected, "cap")).isEqualTo("REJECTED"));
        eventually(() -> assertThat(status(rejected, "kapture")).isEqualTo("DELIVERED"));
        String lead = "/console/leads/" + rejected;
        browser.assertIsAccessible();
        signIn("ops");
        page("/console", "overview");
        page("/console/leads?q=lamarr&source=demo", null);
        page("/console/leads", "leads");
        page("/console/leads?q=nobody-is-called-so", null);
        page(lead, "lead");
        assertThat(browser.text()).contains("<newsletter>");
        page(lead + "/deliveries/cap/preview", "preview");
        page(lead + "/deliveries/cap/cancel", null);
        page(lead + "/correct", "correct");
        page(lead + "/erase", null);
        page("/console/erasures", null);
        page("/console/attention", "attention");
        page("/console/attention/resend?destination=cap&status=REJECTED", "resend");
        page("/console/destinations", "destinations");
        page("/console/destinations/cap/pause", null);
        page("/console/customers", "customers");
        page("/console/reconciliation", "reconciliation");
        page("/console/audit", "audit");
        page("/console/no-such-page", null);
    }

    private static void page(String address, String picture) {
        browser.open(service.url(address));
        browser.assertIsAccessible();
        browser.assertFitsAPhone();
        if (picture != null) {
            browser.like("dark");
            browser.assertIsLegible();
            browser.like("light");
            browser.pictures("console-" + picture);
        }
    }

    private static void signIn(String name) {
        keyboard.type("name", name);
        keyboard.typeAndEnter("password", "demo-" + name);
        browser.awaitTitle("Overview · Lead Router");
    }

    private static String delivered(int person, String firstName, String lastName) {
        String lead = Api.accepted(service, lead(person, firstName, lastName, Api.CAMPAIGN));
        eventually(() -> assertThat(status(lead, "cap")).isEqualTo("DELIVERED"));
        eventually(() -> assertThat(status(lead, "kapture")).isEqualTo("DELIVERED"));
        return lead;
    }

    private static String lead(int person, String firstName, String lastName, String campaign) {
        return Api.aLead(person)
                .replace("\"Ada\"", "\"" + firstName + "\"")
                .replace("\"Lovelace\"", "\"" + lastName + "\"")
                .replace(Api.CAMPAIGN, campaign);
    }

    private static String status(String lead, String destination) {
        JsonNode delivery = Api.delivery(service, lead, destination);
        return delivery.path("status").asText();
    }
}
