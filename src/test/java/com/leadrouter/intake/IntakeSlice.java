package com.leadrouter.intake;

import com.leadrouter.delivery.Delivery;
import com.leadrouter.delivery.DeliveryStatus;
import com.leadrouter.delivery.Destinations;
import com.leadrouter.delivery.Preview;
import com.leadrouter.intake.LeadAnswer.DeliveryAnswer;
import com.leadrouter.lead.DestinationName;
import com.leadrouter.lead.Lead;
import com.leadrouter.lead.LeadId;
import com.leadrouter.lead.Violation;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.autoconfigure.security.servlet.ManagementWebSecurityAutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.autoconfigure.orm.jpa.HibernateJpaAutoConfiguration;
import org.springframework.boot.autoconfigure.security.servlet.SecurityAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Import;

/**
 * The front door without a database: a lambda stands where leads are stored. It is no {@code @Configuration}, lest the
 * whole service's tests take it for a part of the service.
 */
@EnableAutoConfiguration(
        exclude = {
            DataSourceAutoConfiguration.class,
            HibernateJpaAutoConfiguration.class,
            FlywayAutoConfiguration.class,
            SecurityAutoConfiguration.class,
            ManagementWebSecurityAutoConfiguration.class
        })
@ComponentScan(
        basePackages = "com.leadrouter.platform",
        excludeFilters =
                @ComponentScan.Filter(
                        type = FilterType.REGEX,
                        pattern = "com\\.leadrouter\\.platform\\.(Database|KeyedHashes).*"))
@Import({
    LeadsController.class,
    BatchController.class,
    BatchRoom.class,
    BatchIntake.class,
    FormsController.class,
    PublicForms.class,
    FormDoor.class,
    Submissions.class,
    FormAnswers.class,
    FormPages.class,
    Intake.class,
    Reception.class,
    Sources.class,
    RateLimits.class,
    LeadsReceived.class,
    IntakeConfiguration.class
})
class IntakeSlice {

    static final LeadId LEAD_ID = LeadId.of("0199aaaa-0000-7000-8000-000000000001");

    @Bean
    Threshold threshold() {
        return new Threshold();
    }

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    Standing standing() {
        return (replayed, repeat) -> new LeadAnswer(
                replayed.leadId(),
                "DELIVERED",
                null,
                List.of(new DeliveryAnswer(new DestinationName("cap"), "DELIVERED")));
    }

    @Bean
    Destinations destinations() {
        return new Destinations() {
            @Override
            public Set<DestinationName> names() {
                return Set.of(new DestinationName("cap"), new DestinationName("kapture"));
            }

            @Override
            public DeliveryStatus statusOfNew(DestinationName destination) {
                return DeliveryStatus.PENDING;
            }

            @Override
            public Preview preview(DestinationName destination, Delivery delivery) {
                throw new UnsupportedOperationException("nobody at the front door asks");
            }

            @Override
            public List<Violation> preflight(Lead lead, Collection<DestinationName> destinations) {
                return lead.campaignId() == null && destinations.contains(new DestinationName("cap"))
                        ? List.of(new Violation("#/campaignId", "cap-campaign", "CAP needs a campaign."))
                        : List.of();
            }
        };
    }

    /** Where the database would be. */
    static final class Threshold implements Acceptance {

        Acceptance acceptance = arrival -> new Taken.Stored(LEAD_ID);

        @Nullable Arrival last;

        @Override
        public Taken take(Arrival arrival) {
            last = arrival;
            return acceptance.take(arrival);
        }

        void reset() {
            acceptance = arrival -> new Taken.Stored(LEAD_ID);
            last = null;
        }

        Arrival last() {
            return Objects.requireNonNull(last);
        }
    }
}
