package com.leadrouter.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.leadrouter.Replica;
import com.leadrouter.postgres.TestDatabases;
import com.leadrouter.standin.StandIns;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** An operator signs in with a browser, by keyboard, under the policy that the page comes with. */
class SignInInBrowserIT {

    private static Browser browser;
    private static StandIns standIns;
    private static Replica service;

    @BeforeAll
    static void open() {
        browser = Browser.start();
        standIns = StandIns.start();
        service = Replica.start(TestDatabases.create(), standIns, "--logging.level.com.leadrouter=warn");
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

    @Test
    void aPersonSignsInAndOutWithTheKeyboardAlone() {
        browser.open(service.url("/console"));
        browser.awaitTitle("Sign in");
        browser.assertIsAccessible();
        browser.picture("console-sign-in");

        browser.press("ops", Keys.TAB, "wrong", Keys.ENTER);
        browser.awaitText("This name and this password do not belong together.");
        browser.assertIsAccessible();
        browser.picture("console-sign-in-wrong");
        assertThat(browser.complaints()).allMatch(complaint -> complaint.contains("401"));

        // The name is there still, and the password's field is where one types.
        browser.press("demo-ops", Keys.ENTER);
        browser.awaitPath("/console");
    }
}
