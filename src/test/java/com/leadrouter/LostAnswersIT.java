package com.leadrouter;

import static com.leadrouter.Eventually.within;
import static org.assertj.core.api.Assertions.assertThat;

import com.leadrouter.postgres.Database;
import com.leadrouter.postgres.TestDatabases;
import com.leadrouter.standin.Fault;
import com.leadrouter.standin.KaptureCustomer;
import com.leadrouter.standin.StandIns;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Adds of which we never hear: whoever Kapture has by then is not added again, and nobody is left out. */
class LostAnswersIT {

    private static final int LEADS = 200;

    private StandIns standIns;
    private JdbcClient jdbc;
    private Replica replica;

    @BeforeEach
    void start() {
        Database database = TestDatabases.create();
        standIns = StandIns.start();
        replica = Replica.start(
                database,
                standIns,
                "--lead-router.routes[0].name=all",
                "--lead-router.routes[0].to[0]=kapture",
                "--lead-router.destinations.kapture.delivery.retry.initial=50ms",
                // That a destination answers nobody opens its circuit; here all have to get their turn.
                "--resilience4j.circuitbreaker.instances.kapture.sliding-window-size=100000",
                "--resilience4j.circuitbreaker.instances.kapture.minimum-number-of-calls=100000",
                "--logging.level.com.leadrouter=warn");
        jdbc = database.jdbc();
    }

    @AfterEach
    void stop() {
        replica.close();
        standIns.close();
    }

    @Test
    void whoWasStoredBeforeTheAnswerWasCutIsFoundAndUpdated() {
        standIns.kapture().faults().next(LEADS, Fault.storeThenReset().on("add"));

        handIn();

        assertEachArrivedOnce();
        assertThat(standIns.kapture().requests("add")).isEqualTo(LEADS);
        assertThat(standIns.kapture().requests("update")).isEqualTo(LEADS);
        assertThat(calls("UNKNOWN")).isEqualTo(LEADS);
    }

    @Test
    void whoWasCutOffBeforeKaptureSawItIsAskedForAndAdded() {
        standIns.kapture().faults().next(LEADS, Fault.reset().on("add"));

        handIn();

        assertEachArrivedOnce();
        assertThat(standIns.kapture().requests("add")).isEqualTo(2 * LEADS);
        assertThat(standIns.kapture().requests("update")).isZero();
        assertThat(calls("UNKNOWN")).isEqualTo(LEADS);
    }

    private void handIn() {
        IntStream.range(0, LEADS).parallel().forEach(i -> Api.accepted(replica, Api.aLead(i)));
    }

    private void assertEachArrivedOnce() {
        within(Duration.ofSeconds(60), () -> assertThat(delivered()).hasSize(LEADS));
        List<KaptureCustomer> customers = standIns.kapture().customers();
        assertThat(customers).extracting(KaptureCustomer::phone).hasSize(LEADS).doesNotHaveDuplicates();
        assertThat(customers).extracting(KaptureCustomer::email).doesNotHaveDuplicates();
        assertThat(delivered())
                .containsExactlyInAnyOrderElementsOf(customers.stream()
                        .map(customer -> String.valueOf(customer.id()))
                        .toList());
        assertThat(standIns.kapture().overlaps()).isZero();
        assertThat(standIns.kapture().contractViolations()).isEmpty();
    }

    private List<String> delivered() {
        return jdbc.sql("select external_id from delivery where status = 'DELIVERED'")
                .query(String.class)
                .list();
    }

    private int calls(String outcome) {
        return jdbc.sql("select count(*) from delivery_call where operation = 'add' and outcome = :outcome")
                .param("outcome", outcome)
                .query(Integer.class)
                .single();
    }
}
