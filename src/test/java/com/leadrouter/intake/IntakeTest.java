package com.leadrouter.intake;

import static com.leadrouter.lead.LeadFixture.aLead;
import static org.assertj.core.api.Assertions.assertThat;

import com.leadrouter.delivery.Destinations;
import com.leadrouter.lead.DestinationName;
import com.leadrouter.lead.LeadId;
import com.leadrouter.platform.CallingSource;
import com.leadrouter.routing.Decision;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class IntakeTest {

    private static final LeadId LEAD_ID = LeadId.of("0199aaaa-0000-7000-8000-000000000001");
    private static final CallingSource SOURCE = new CallingSource("website-uk");
    private static final Arrival ARRIVAL = Arrival.of(
            aLead().build(), new Decision("rest", List.of(new DestinationName("cap"))), Optional.empty(), "00");

    private final Destinations destinations = new IntakeSlice().destinations();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @Test
    void whoSendsSpamIsToldWhatEveryoneIsTold() {
        Intake intake = intake(arrival -> new Taken.Stored(LEAD_ID));

        assertThat(intake.take(SOURCE, ARRIVAL.asSpam())).isEqualTo(intake.take(SOURCE, ARRIVAL));
        assertThat(received("spam")).isEqualTo(1);
        assertThat(received("accepted")).isEqualTo(1);
    }

    @Test
    void alsoWhenItComesAgain() {
        Intake intake = intake(arrival -> new Taken.Duplicate(LEAD_ID, LEAD_ID));

        assertThat(intake.take(SOURCE, ARRIVAL.asSpam())).isEqualTo(intake.take(SOURCE, ARRIVAL));
        assertThat(received("spam")).isEqualTo(1);
        assertThat(received("duplicate")).isEqualTo(1);
    }

    private Intake intake(Acceptance acceptance) {
        return new Intake(
                acceptance,
                (replayed, repeat) -> new LeadAnswer(replayed.leadId(), "DELIVERED", null, List.of()),
                destinations,
                new LeadsReceived(meters));
    }

    private double received(String result) {
        return meters.counter("leadrouter.leads.received", "source", "website-uk", "result", result)
                .count();
    }
}
