package com.leadrouter.delivery;

import static com.leadrouter.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.leadrouter.Api;
import com.leadrouter.Replica;
import com.leadrouter.delivery.CallOutcome.Accepted;
import com.leadrouter.delivery.CallOutcome.Unauthorized;
import com.leadrouter.postgres.Database;
import com.leadrouter.postgres.TestDatabases;
import com.leadrouter.standin.StandIns;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;

/** A third type of destination is one bean; seen through the API and the metrics, it is like the others. */
class NewDestinationTypeIT {

    private static final LambdaCourier COURIER = new LambdaCourier(false, (delivery, log) -> new Accepted(null));

    private static StandIns standIns;
    private static Replica replica;

    /** All that a new type has to add. */
    static class Beans {
        @Bean
        CourierType lambda() {
            return COURIER;
        }
    }

    @BeforeAll
    static void start() {
        Database database = TestDatabases.create();
        standIns = StandIns.start();
        replica = Replica.startWith(
                Beans.class,
                database,
                standIns,
                "--lead-router.destinations.x.type=lambda",
                "--lead-router.destinations.x.delivery.probe-interval=1s",
                "--lead-router.routes[0].name=new",
                "--lead-router.routes[0].to=x",
                "--resilience4j.circuitbreaker.instances.cap.minimum-number-of-calls=7");
    }

    @AfterAll
    static void stop() {
        replica.close();
        standIns.close();
    }

    @Test
    void itsLeadsAreDelivered() {
        COURIER.does((delivery, log) -> {
            log.begin("send").finish(Outcome.ACCEPTED, 200, "thank you, Ada");
            return new Accepted("42");
        });
        String lead = Api.accepted(replica, Api.aLead(1));

        eventually(() -> assertThat(delivery(lead).path("status").asText()).isEqualTo("DELIVERED"));
        assertThat(delivery(lead).path("externalId").asText()).isEqualTo("42");
        assertThat(delivery(lead).path("history").get(0).path("response").asText())
                .isEqualTo("thank you, ***");
        assertThat(standIns.cap().requests()).isZero();
    }

    @Test
    void whileItRefusesOurKeyLeadsAreAcceptedAndHeldUntilItTakesOneAgain() {
        COURIER.does((delivery, log) -> {
            log.begin("send").finish(Outcome.UNAUTHORIZED, 401, null);
            return new Unauthorized("401");
        });
        List<String> leads = List.of(
                Api.accepted(replica, Api.aLead(2)),
                Api.accepted(replica, Api.aLead(3)),
                Api.accepted(replica, Api.aLead(4)));

        eventually(() -> assertThat(leads).allSatisfy(lead -> {
            assertThat(delivery(lead).path("status").asText()).isEqualTo("HELD");
            assertThat(delivery(lead).path("nextAttemptAt").isNull()).isTrue();
        }));
        String later = Api.accepted(replica, Api.aLead(5));
        assertThat(delivery(later).path("status").asText()).isEqualTo("HELD");
        assertThat(Api.report(replica, later).path("status").asText()).isEqualTo("ACCEPTED");
        eventually(() -> assertThat(metric("leadrouter_outbox_deliveries{destination=\"x\",status=\"HELD\"}"))
                .isEqualTo(4));

        COURIER.does((delivery, log) -> {
            log.begin("send").finish(Outcome.ACCEPTED, 200, null);
            return new Accepted(null);
        });
        eventually(() -> assertThat(leads).allSatisfy(lead -> {
            assertThat(delivery(lead).path("status").asText()).isEqualTo("DELIVERED");
            assertThat(delivery(lead).path("attempts").asInt()).isEqualTo(1);
        }));
        eventually(() -> assertThat(delivery(later).path("status").asText()).isEqualTo("DELIVERED"));
    }

    @Test
    void eachCircuitBreakerHasOurDefaultsWhateverItsInstanceSays() {
        CircuitBreakerRegistry registry = replica.bean(CircuitBreakerRegistry.class);
        for (String name : List.of("cap", "kapture")) {
            CircuitBreakerConfig config = registry.circuitBreaker(name).getCircuitBreakerConfig();
            assertThat(config.isAutomaticTransitionFromOpenToHalfOpenEnabled()).isTrue();
            assertThat(config.getMaxWaitDurationInHalfOpenState()).isEqualTo(Duration.ofMinutes(1));
            assertThat(config.getRecordResultPredicate().test(new com.leadrouter.platform.Exchange.NeverSent("")))
                    .isTrue();
        }
        assertThat(registry.circuitBreaker("cap").getCircuitBreakerConfig().getMinimumNumberOfCalls())
                .isEqualTo(7);
    }

    private static JsonNode delivery(String lead) {
        return Api.delivery(replica, lead, "x");
    }

    private static double metric(String name) {
        return Api.management(replica, "/actuator/prometheus")
                .body()
                .lines()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }
}
