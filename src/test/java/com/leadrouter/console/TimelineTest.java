package com.leadrouter.console;

import static com.leadrouter.lead.LeadFixture.aLead;
import static org.assertj.core.api.Assertions.assertThat;

import com.leadrouter.delivery.DeliveryError;
import com.leadrouter.delivery.DeliveryRecord;
import com.leadrouter.delivery.DeliveryRecord.CallRecord;
import com.leadrouter.delivery.DeliveryStatus;
import com.leadrouter.delivery.LeadStatus;
import com.leadrouter.delivery.Outcome;
import com.leadrouter.lead.DestinationName;
import com.leadrouter.lead.LeadId;
import com.leadrouter.operations.AuditPage;
import com.leadrouter.operations.Corrections.Correction;
import com.leadrouter.operations.LeadReport;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class TimelineTest {

    private static final Instant RECEIVED = Instant.parse("2026-11-23T05:00:00Z");
    private static final LeadId LEAD = LeadId.of("019aaf00-0000-7000-8000-000000000000");

    @Test
    void everythingIsToldInTheOrderInWhichItHappened() {
        LeadReport report = report(
                LeadStatus.DELIVERED,
                List.of(new Correction(after(10), "ops", "she has phoned", List.of("#/contact/phoneNumber"))),
                delivery(call(1, Outcome.REJECTED_DATA, 1, false), call(2, Outcome.ACCEPTED, 30, false)));

        List<Event> events = Timeline.of(
                report,
                List.of(
                        new AuditPage.Entry(after(20), "ops", "retry", LEAD + "/cap", 1, null),
                        new AuditPage.Entry(after(10), "ops", "correct", LEAD.toString(), 1, "she has phoned")),
                new Shown(Locale.ENGLISH));

        assertThat(events)
                .extracting(Event::key)
                .containsExactly(
                        "console.event.received",
                        "console.event.routed",
                        "console.outcome.REJECTED_DATA",
                        "console.event.corrected",
                        "console.audit.action.retry",
                        "console.outcome.ACCEPTED",
                        "console.event.settled.DELIVERED");
        assertThat(events.get(3).what()).isEqualTo("#/contact/phoneNumber · she has phoned");
        assertThat(events.get(4).what()).isEqualTo("→ cap");
        assertThat(events.get(5).attempt()).isEqualTo(2);
    }

    @Test
    void aCallWhoseResultCameTooLateSaysSo() {
        LeadReport report = report(LeadStatus.ACCEPTED, List.of(), delivery(call(1, Outcome.ACCEPTED, 1, true)));

        assertThat(Timeline.of(report, List.of(), new Shown(Locale.ENGLISH)))
                .filteredOn(event -> event.attempt() == 1)
                .singleElement()
                .matches(Event::late);
    }

    @Test
    void aDuplicateWentNowhere() {
        LeadReport report = report(LeadStatus.DUPLICATE, List.of());

        assertThat(Timeline.of(report, List.of(), new Shown(Locale.ENGLISH)))
                .extracting(Event::key)
                .containsExactly("console.event.received", "console.event.duplicate");
    }

    private static LeadReport report(LeadStatus status, List<Correction> corrections, DeliveryRecord... deliveries) {
        return new LeadReport(
                LEAD, "website-uk", status, RECEIVED, "rest", null, aLead().build(), List.of(deliveries), corrections);
    }

    private static DeliveryRecord delivery(CallRecord... calls) {
        return new DeliveryRecord(
                new DestinationName("cap"),
                DeliveryStatus.DELIVERED,
                202,
                calls.length,
                after(31),
                null,
                null,
                List.<DeliveryError>of(),
                List.of(calls));
    }

    private static CallRecord call(int attempt, Outcome outcome, int seconds, boolean late) {
        return new CallRecord(attempt, "submit", outcome, 202, after(seconds), 41, "", late);
    }

    private static Instant after(int seconds) {
        return RECEIVED.plusSeconds(seconds);
    }
}
