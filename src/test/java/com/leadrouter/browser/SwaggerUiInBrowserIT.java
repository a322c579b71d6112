package com.leadrouter.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.leadrouter.Replica;
import com.leadrouter.postgres.TestDatabases;
import com.leadrouter.standin.StandIns;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A developer reads what the API is, and tries it, under the policy that the page comes with. */
class SwaggerUiInBrowserIT {

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
    void thePageShowsEveryAddressAndCallsTheService() {
        browser.open(service.url("/swagger-ui.html"));
        browser.awaitText("What became of a lead");
        browser.awaitText("/forms/{formKey}/thanks");

        browser.find("#operations-Web_forms-thankForForm .opblock-summary-control")
                .click();
        browser.awaitText("Try it out");
        browser.find(".try-out__btn").click();
        browser.awaitText("Execute");
        browser.typeInto("input[placeholder=formKey]", "pk_demo");
        browser.find(".execute").click();
        browser.awaitText("Server response");
        browser.awaitText("<h1>Thank you</h1>");

        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void itShowsNobodyElsesDocument() {
        browser.open(service.url("/swagger-ui/index.html?url=https://petstore.swagger.io/v2/swagger.json"));

        browser.awaitText("What became of a lead");
        assertThat(browser.text()).doesNotContain("Petstore");
    }
}
