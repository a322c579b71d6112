package com.leadrouter.delivery;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.leadrouter.lead.DestinationName;
import com.leadrouter.lead.LeadChangesFixture;
import com.leadrouter.platform.Chore;
import com.leadrouter.platform.Chores;
import com.leadrouter.platform.RemoteCallsFixture;
import com.leadrouter.platform.Settings;
import com.leadrouter.postgres.Database;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.springframework.http.converter.json.Jackson2ObjectMapperBuilder;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The real engine without Spring, with one destination, {@code x}, or with another, {@code y}, beside it; two on one
 * database are replicas.
 */
final class TestEngine implements AutoCloseable {

    static final DestinationName X = new DestinationName("x");
    private static final List<String> NAMES = List.of("x", "y");
    static final ObjectMapper JSON = Jackson2ObjectMapperBuilder.json().build();

    private final HikariDataSource pool = new HikariDataSource();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Engine engine;
    private final Housekeeping housekeeping;
    private Chores chores = new Chores(0);

    private TestEngine(Database database, List<LambdaCourier> couriers, Duration lease, Map<String, String> delivery) {
        pool.setJdbcUrl(database.url());
        pool.setUsername(database.username());
        pool.setPassword(database.password());
        Map<String, String> properties = new HashMap<>();
        for (int i = 0; i < couriers.size(); i++) {
            String prefix = "lead-router.destinations." + NAMES.get(i);
            properties.put(prefix + ".type", couriers.get(i).type());
            properties.put(prefix + ".delivery.retry.initial", "20ms");
            properties.put(prefix + ".delivery.retry.jitter", "0");
        }
        delivery.forEach((key, value) -> properties.put("lead-router.destinations.x.delivery." + key, value));
        Settings settings = RemoteCallsFixture.settings(properties);
        JdbcClient jdbc = JdbcClient.create(pool);
        DestinationStates states = new DestinationStates(jdbc);
        ConfiguredDestinations destinations = new ConfiguredDestinations(settings, List.copyOf(couriers), states);
        Clock clock = Clock.systemUTC();
        engine = new Engine(
                destinations,
                new Ledger(pool, jdbc, new EngineSettings(lease, false)),
                new Leases(jdbc, new EngineSettings(lease, false)),
                new Settlements(pool, jdbc, JSON),
                states,
                new DeliveryMetrics(meters, clock),
                new EngineSettings(lease, false),
                JSON,
                clock);
        housekeeping = new Housekeeping(
                states,
                new Partitions(jdbc, meters),
                new OutboxGauges(jdbc, states, destinations, meters),
                new Conservation(pool, jdbc, meters),
                new Ledger(pool, jdbc, new EngineSettings(lease, false)));
    }

    static TestEngine start(Database database, LambdaCourier courier, Duration lease, Map<String, String> delivery) {
        return start(new TestEngine(database, List.of(courier), lease, delivery));
    }

    /** With a second destination, whose courier is of a type of its own. */
    static TestEngine startBoth(Database database, LambdaCourier x, LambdaCourier y, Duration lease) {
        return start(new TestEngine(database, List.of(x, y), lease, Map.of()));
    }

    private static TestEngine start(TestEngine engine) {
        engine.engine.start();
        List<Chore> all = engine.housekeeping.chores();
        engine.chores = new Chores(all.size());
        all.forEach(engine.chores::add);
        return engine;
    }

    static TestEngine start(Database database, LambdaCourier courier) {
        return start(database, courier, Duration.ofSeconds(30), Map.of());
    }

    /** People's hands on the deliveries of these destinations, without an engine. */
    static Interventions interventions(JdbcClient jdbc, Map<String, LambdaCourier> couriers) {
        return new Interventions(
                jdbc,
                destinations(jdbc, couriers),
                LeadChangesFixture.changes(jdbc, JSON),
                new DeliveryMetrics(new SimpleMeterRegistry(), Clock.systemUTC()));
    }

    static ConfiguredDestinations destinations(JdbcClient jdbc, Map<String, LambdaCourier> couriers) {
        Map<String, String> properties = new HashMap<>();
        couriers.forEach(
                (name, courier) -> properties.put("lead-router.destinations." + name + ".type", courier.type()));
        return new ConfiguredDestinations(
                RemoteCallsFixture.settings(properties),
                couriers.values().stream()
                        .distinct()
                        .map(CourierType.class::cast)
                        .toList(),
                new DestinationStates(jdbc));
    }

    void ring() {
        engine.ring(List.of(X));
    }

    /** The sum over all tags; 0 where it was never counted. */
    double counted(String counter) {
        return meters.find(counter).counters().stream()
                .mapToDouble(each -> each.count())
                .sum();
    }

    @Override
    public void close() {
        chores.close();
        CountDownLatch landed = new CountDownLatch(1);
        engine.stop(landed::countDown);
        try {
            if (!landed.await(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("did not land");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        pool.close();
    }
}
