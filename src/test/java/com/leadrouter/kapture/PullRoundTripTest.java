package com.leadrouter.kapture;

import static org.assertj.core.api.Assertions.assertThat;

import com.leadrouter.kapture.KaptureSettings.DateForm;
import com.leadrouter.lead.DestinationName;
import com.leadrouter.platform.RemoteCalls;
import com.leadrouter.platform.RemoteCallsFixture;
import com.leadrouter.standin.KaptureCustomer;
import com.leadrouter.standin.KaptureSettings;
import com.leadrouter.standin.KaptureStandIn;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pulls against a Kapture that remembers, in its own local time. */
class PullRoundTripTest {

    private static final DestinationName NAME = new DestinationName("kapture");

    private final List<RemoteCustomer> told = new ArrayList<>();

    /** Two days around midnight, the clocks going forward, and back: one customer each quarter of an hour. */
    @ParameterizedTest
    @CsvSource({
        "Asia/Kolkata,2021-03-13T12:00:00Z",
        "Europe/Berlin,2021-03-27T12:00:00Z",
        "Europe/Berlin,2021-10-30T12:00:00Z",
    })
    void whoeverWasCreatedInBetweenIsToldOfOnceHoweverTheClocksGo(ZoneId zone, Instant from) {
        Instant to = from.plus(Duration.ofHours(49));
        for (DateForm form : DateForm.values()) {
            try (KaptureStandIn kapture =
                    new KaptureStandIn(KaptureSettings.defaults().withZone(zone))) {
                List<Long> planted = new ArrayList<>();
                int number = 0;
                for (Instant at = from; at.isBefore(to); at = at.plus(Duration.ofMinutes(15))) {
                    KaptureCustomer customer =
                            kapture.plant("Person " + number, String.valueOf(6_000_000_000L + number++), "", at);
                    planted.add(customer.id());
                }
                told.clear();
                pull(kapture, zone, form, from, to);

                assertThat(told).extracting(customer -> customer.id().value()).containsExactlyElementsOf(planted);
                assertThat(kapture.contractViolations()).isEmpty();
            }
        }
    }

    @Test
    void whatAnAnswerHoldsIsWhatKaptureHas() {
        Instant created = Instant.parse("2021-03-14T08:51:11Z");
        try (KaptureStandIn kapture = new KaptureStandIn()) {
            long id = kapture.plant("Ada Lovelace", "9876543210", "Ada@Example.com", created)
                    .id();

            pull(kapture, ZoneId.of("Asia/Kolkata"), DateForm.DATE, created, created.plusSeconds(1));

            assertThat(told)
                    .containsExactly(new RemoteCustomer(
                            new CustomerId(id),
                            "Ada Lovelace",
                            "+919876543210",
                            "ada@example.com",
                            false,
                            false,
                            created,
                            created,
                            false));
        }
    }

    @Test
    void whatKaptureHidesIsHidden() {
        Instant created = Instant.parse("2021-03-14T08:51:11Z");
        try (KaptureStandIn kapture = new KaptureStandIn()) {
            kapture.plant("Ada Lovelace", "9876543210", "ada@example.com", created);
            kapture.mask(true, true);

            pull(kapture, ZoneId.of("Asia/Kolkata"), DateForm.DATE, created, created.plusSeconds(1));

            assertThat(told).singleElement().satisfies(customer -> {
                assertThat(customer.phone()).isNull();
                assertThat(customer.phoneMasked()).isTrue();
                assertThat(customer.email()).isNull();
                assertThat(customer.emailMasked()).isTrue();
            });
        }
    }

    @Test
    void aPullThatBreaksOffIsNone() {
        Instant created = Instant.parse("2021-03-14T08:51:11Z");
        try (KaptureStandIn kapture = new KaptureStandIn()) {
            kapture.lengthenPulls(500, 300);

            List<PullAnswer> answers =
                    ask(kapture, ZoneId.of("Asia/Kolkata"), DateForm.DATE, created, created.plusSeconds(1));

            assertThat(answers).singleElement().isInstanceOf(PullAnswer.Failed.class);
            assertThat(told).hasSizeLessThanOrEqualTo(300);
        }
    }

    private void pull(KaptureStandIn kapture, ZoneId zone, DateForm form, Instant from, Instant to) {
        assertThat(ask(kapture, zone, form, from, to))
                .allSatisfy(answer -> assertThat(answer).isInstanceOf(PullAnswer.Done.class));
    }

    private List<PullAnswer> ask(KaptureStandIn kapture, ZoneId zone, DateForm form, Instant from, Instant to) {
        Map<String, String> properties = Map.of(
                "lead-router.destinations.kapture.base-url", kapture.baseUrl().toString(),
                "lead-router.destinations.kapture.auth-key", kapture.authKey(),
                "lead-router.destinations.kapture.time-zone", zone.getId());
        RemoteCalls remoteCalls = RemoteCallsFixture.remoteCalls(properties);
        KaptureTenants tenants = new KaptureTenants();
        new KaptureCourierType(RemoteCallsFixture.settings(properties), remoteCalls, new RememberedCustomers(), tenants)
                .open(NAME);
        CustomerPages pages = tenants.find(NAME).orElseThrow().pages();
        try {
            return PullWindow.cut(from, to, zone, form).stream()
                    .map(window -> pages.pull(window, told::add))
                    .toList();
        } finally {
            remoteCalls.destroy();
        }
    }
}
