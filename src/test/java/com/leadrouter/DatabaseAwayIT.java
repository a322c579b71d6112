package com.leadrouter;

import static com.leadrouter.Eventually.eventually;
import static com.leadrouter.Eventually.within;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.leadrouter.postgres.Database;
import com.leadrouter.postgres.TestDatabases;
import com.leadrouter.standin.Fault;
import com.leadrouter.standin.StandIns;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;

/** PostgreSQL is away when the service starts, or later. */
@ExtendWith(OutputCaptureExtension.class)
@Timeout(120)
class DatabaseAwayIT {

    /** Also on a machine that has much else to do. */
    private static final Duration A_START = Duration.ofSeconds(60);

    private static final String LEASE = "--lead-router.lease=2s";
    private static final String[] QUICK = {
        LEASE,
        "--lead-router.destinations.cap.delivery.retry.initial=50ms",
        "--lead-router.destinations.kapture.delivery.retry.initial=50ms"
    };

    private final Database direct = TestDatabases.create();
    private final JdbcClient jdbc = JdbcClient.create(direct.dataSource());
    private final URI address = URI.create(direct.url().substring("jdbc:".length()));
    private final TcpProxy wire = new TcpProxy(address.getHost(), address.getPort());
    private final Database database = through(wire);
    private StandIns standIns;

    private Database through(TcpProxy proxy) {
        String there = address.getHost() + ":" + address.getPort();
        return new Database(
                direct.url().replace(there, "127.0.0.1:" + proxy.port()), direct.username(), direct.password());
    }

    @BeforeEach
    void start() {
        standIns = StandIns.start();
    }

    @AfterEach
    void stop() {
        wire.close();
        standIns.close();
    }

    @Test
    void aStartWaitsForTheDatabase(CapturedOutput output) {
        CompletableFuture<Replica> starting =
                CompletableFuture.supplyAsync(() -> Replica.start(database, standIns, QUICK));
        within(A_START, () -> assertThat(output).contains("waiting for PostgreSQL (spring.datasource.url) since"));
        assertThat(starting).isNotDone();

        wire.mend();

        try (Replica replica = starting.join()) {
            String leadId = Api.accepted(replica, Api.aLead(1));
            eventually(() -> assertDelivered(replica, leadId));
        }
        assertThat(sinceStart(output)).doesNotContain("Exception", "HikariPool", "ERROR");
    }

    @Test
    void aStartWaitsNoLongerThanItIsTold(CapturedOutput output) {
        assertRefused("--lead-router.database-wait=1s", database);

        assertSaysOnly(
                "spring.datasource.url: PostgreSQL did not answer within 1 s (lead-router.database-wait)", output);
    }

    @Test
    void whatWaitingDoesNotMendIsToldAtOnce(CapturedOutput output) {
        wire.mend();

        assertRefused("--logging.level.root=info", new Database(database.url(), "nobody", "wrong"));

        assertSaysOnly("spring.datasource.username: PostgreSQL refuses the user or the password", output);
        assertThat(output).doesNotContain("waiting for PostgreSQL");
    }

    @Test
    void aDatabaseThatDoesNotExistIsToldAtOnce(CapturedOutput output) {
        wire.mend();

        Database none =
                new Database(database.url().replace("/test_", "/none_"), database.username(), database.password());
        assertRefused("--logging.level.root=info", none);

        assertSaysOnly("spring.datasource.url: PostgreSQL has no such database", output);
    }

    @Test
    void aServerThatTakesNoWritesIsToldAtOnce(CapturedOutput output) {
        wire.mend();
        takeNoWrites();

        assertRefused("--logging.level.root=info", database);
        assertSaysOnly("spring.datasource.url: this PostgreSQL takes no writes: it is a standby, or read-only", output);
        assertThat(output).doesNotContain("waiting for PostgreSQL");
    }

    @Test
    void aStartThatWaitsStopsWhenToldTo() {
        try (OwnJvm service = OwnJvm.start(List.of(arguments(database, "--lead-router.database-wait=50s")))) {
            within(A_START, () -> assertThat(service.output()).contains("waiting for PostgreSQL"));

            service.terminate();

            OwnJvm.Ended ended = service.awaitEnd(Duration.ofSeconds(5));
            assertThat(ended.code()).isEqualTo(128 + 15);
            assertThat(ended.output()).doesNotContain("\tat ");
        }
    }

    @Test
    void whileItIsAwayNothingIsAcceptedAndAfterwardsAllGoesOn(CapturedOutput output) {
        wire.mend();
        try (Replica replica = Replica.start(database, standIns, QUICK)) {
            standIns.cap().faults().next(1, Fault.slow(Duration.ofSeconds(1)));
            String inFlight = Api.accepted(replica, Api.aLead(1));
            eventually(() -> assertThat(standIns.cap().requests(inFlight)).isEqualTo(1));

            wire.cut();

            assertUnavailable(() -> Api.post(replica, Api.aLead(2)));
            assertUnavailable(() -> Api.get(replica, "/api/v1/leads/" + inFlight, "demo-key"));
            assertThat(Api.management(replica, "/actuator/health/readiness").statusCode())
                    .isEqualTo(503);
            assertThat(Api.management(replica, "/actuator/health/liveness").statusCode())
                    .isEqualTo(200);
            eventually(() -> assertThat(standIns.cap().accepted(inFlight)).isEqualTo(1));
            eventually(() -> assertThat(output).contains("waits for the database"));
            assertUnavailable(() -> Api.post(replica, Api.aLead(2)));
            assertUnavailable(() -> Api.get(replica, "/api/v1/leads/" + inFlight, "demo-key"));

            wire.mend();

            eventually(() -> assertThat(Api.management(replica, "/actuator/health/readiness")
                            .statusCode())
                    .isEqualTo(200));
            String after = Api.accepted(replica, Api.aLead(2));
            eventually(() -> {
                assertDelivered(replica, inFlight);
                assertDelivered(replica, after);
            });
            assertThat(jdbc.sql("select count(*) from lead")
                            .query(Integer.class)
                            .single())
                    .isEqualTo(2);
            assertOnceAtCap(List.of(inFlight, after));
            assertThat(Api.delivery(replica, inFlight, "cap").path("attempts").asInt())
                    .isEqualTo(1);
        }
        assertThat(output).doesNotContain("ada1@", "ada2@");
    }

    @Test
    void whileItsAddressLeadsToAServerThatTakesNoWritesTheServiceIsNotReadyAndThenGoesOnByItself() {
        wire.mend();
        try (Replica replica = Replica.start(database, standIns, QUICK)) {
            takeNoWrites();
            wire.cut();
            wire.mend();

            eventually(() -> assertThat(readiness(replica)).isEqualTo(503));
            assertUnavailable(() -> Api.post(replica, Api.aLead(1)));
            assertThat(readiness(replica)).isEqualTo(503);

            takeWritesAgain();

            eventually(() -> assertThat(readiness(replica)).isEqualTo(200));
            String leadId = Api.accepted(replica, Api.aLead(1));
            eventually(() -> assertDelivered(replica, leadId));
        }
    }

    private static int readiness(Replica replica) {
        return Api.management(replica, "/actuator/health/readiness").statusCode();
    }

    /** To whoever connects it looks like a standby. */
    private void takeNoWrites() {
        direct.execute("alter database " + name() + " set default_transaction_read_only = on");
    }

    private void takeWritesAgain() {
        direct.execute("set transaction read write; alter database " + name() + " reset default_transaction_read_only");
    }

    private String name() {
        return jdbc.sql("select current_database()").query(String.class).single();
    }

    @Test
    void whatIsStillOnItsWayWhenItComesBackIsNotSentAgain() {
        wire.mend();
        try (Replica replica = Replica.start(database, standIns, QUICK)) {
            standIns.cap().faults().always(Fault.slow(Duration.ofSeconds(5)));
            List<String> leads = new ArrayList<>();
            for (int person = 0; person < 8; person++) {
                leads.add(Api.accepted(replica, Api.aLead(person)));
            }
            eventually(() -> assertThat(standIns.cap().requests()).isEqualTo(8));

            wire.cut();
            // The leases run out meanwhile.
            eventually(() -> assertThat(
                            jdbc.sql("select count(*) from delivery where destination = 'cap' and due_at < now()")
                                    .query(Integer.class)
                                    .single())
                    .isEqualTo(8));
            wire.mend();

            within(Duration.ofSeconds(20), () -> leads.forEach(lead -> assertDelivered(replica, lead)));
            assertOnceAtCap(leads);
        }
    }

    @Test
    void aWireThatIsCutUnderLoadLosesAndDoublesNothing() {
        wire.mend();
        try (Replica replica = Replica.start(database, standIns, QUICK)) {
            AtomicBoolean cutting = new AtomicBoolean(true);
            List<CompletableFuture<List<String>>> senders = new ArrayList<>();
            for (int sender = 0; sender < 4; sender++) {
                int first = sender * 1000;
                senders.add(CompletableFuture.supplyAsync(() -> sendWhile(cutting, replica, first)));
            }
            for (int cut = 0; cut < 2; cut++) {
                int before = standIns.cap().requests();
                within(
                        Duration.ofSeconds(40),
                        () -> assertThat(standIns.cap().requests()).isGreaterThan(before + 20));
                wire.cut();
                assertThat(Api.post(replica, Api.aLead(9000)).statusCode()).isEqualTo(503);
                wire.mend();
            }
            cutting.set(false);
            List<String> leads =
                    senders.stream().flatMap(sender -> sender.join().stream()).toList();

            within(
                    Duration.ofSeconds(40),
                    () -> assertThat(jdbc.sql("select count(*) from delivery where status = 'DELIVERED'")
                                    .query(Integer.class)
                                    .single())
                            .isEqualTo(2 * leads.size()));
            assertThat(jdbc.sql("select count(*) from lead")
                            .query(Integer.class)
                            .single())
                    .isEqualTo(leads.size());
            assertOnceAtCap(leads);
            assertThat(standIns.kapture().customers()).hasSize(leads.size());
        }
    }

    /** As a good sender does: under one key until it is accepted. */
    private static List<String> sendWhile(AtomicBoolean more, Replica replica, int first) {
        List<String> leads = new ArrayList<>();
        for (int person = first; more.get(); person++) {
            HttpResponse<String> answer;
            do {
                answer = Api.post(replica, Api.aLead(person), Map.of("Idempotency-Key", "person-" + person));
                assertThat(answer.statusCode()).isIn(202, 503);
            } while (answer.statusCode() == 503);
            leads.add(Api.json(answer).path("leadId").asText());
        }
        return leads;
    }

    private void assertOnceAtCap(List<String> leads) {
        assertThat(leads).allSatisfy(lead -> {
            assertThat(standIns.cap().accepted(lead)).isEqualTo(1);
            assertThat(standIns.cap().requests(lead)).isEqualTo(1);
        });
    }

    private static void assertDelivered(Replica replica, String leadId) {
        assertThat(Api.report(replica, leadId).path("status").asText()).isEqualTo("DELIVERED");
    }

    private static void assertUnavailable(Supplier<HttpResponse<String>> request) {
        long before = System.nanoTime();
        HttpResponse<String> answer = request.get();
        Duration took = Duration.ofNanos(System.nanoTime() - before);

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(answer.headers().firstValue("Retry-After")).contains("5");
        assertThat(Api.json(answer).path("type").asText()).endsWith("/unavailable");
        assertThat(took).isLessThan(Duration.ofSeconds(3));
    }

    private void assertRefused(String argument, Database database) {
        assertThatThrownBy(() -> LeadRouterApplication.main(arguments(database, argument)))
                .isNotNull();
    }

    private String[] arguments(Database database, String argument) {
        return Replica.arguments(database, standIns, "--server.port=0", "--management.server.port=0", argument);
    }

    private static void assertSaysOnly(String line, CapturedOutput output) {
        assertThat(sinceStart(output).lines().filter(text -> text.contains("ERROR")))
                .singleElement()
                .satisfies(text -> assertThat(text).endsWith("Cannot start: " + line));
        assertThat(sinceStart(output)).doesNotContain("\tat ", "Exception", "HikariPool");
    }

    // What stands before is told by the libraries that start the database.
    private static String sinceStart(CapturedOutput output) {
        return output.toString().substring(output.toString().indexOf("profile is active"));
    }
}
