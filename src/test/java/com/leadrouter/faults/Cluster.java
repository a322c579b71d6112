package com.leadrouter.faults;

import static com.leadrouter.Eventually.within;
import static org.assertj.core.api.Assertions.assertThat;

import com.leadrouter.postgres.Database;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.util.FileSystemUtils;

/** Two replicas on one PostgreSQL, and both stand-ins: each in a process of its own, all on loopback. */
final class Cluster implements AutoCloseable {

    /** Short, so that what a dead replica held is taken over quickly. */
    static final Duration LEASE = Duration.ofSeconds(3);

    static final Duration RESPONSE_TIMEOUT = Duration.ofSeconds(2);

    // Statements carry their text each time (prepareThreshold), in the clear, so that a proxy can tell them apart.
    private static final String CONFIGURATION = """
            spring.datasource:
              url: jdbc:postgresql://127.0.0.1:%d/%s?sslmode=disable&gssEncMode=disable&prepareThreshold=0
              username: postgres
              password: postgres
            lead-router:
              lease: %dms
              sources:
                faults: { api-keys: [faults-key], region: GB, rate-limit: 0, duplicate-window: 0 }
              destinations:
                cap:
                  type: cap
                  base-url: http://127.0.0.1:%d
                  api-key: %s
                  http: { response-timeout: %dms }
                  delivery: { probe-interval: 1s, retry: { initial: 200ms, max-interval: 2s } }
                kapture:
                  type: kapture
                  base-url: http://127.0.0.1:%d
                  auth-key: %s
                  http: { response-timeout: %dms }
                  pull: { every: 0 }   # the matrix counts what arrives
                  delivery: { probe-interval: 1s, retry: { initial: 200ms, max-interval: 2s } }
            resilience4j.circuitbreaker.configs.default.wait-duration-in-open-state: 2s
            """;

    private static final String DATABASE = "lead_router";

    private final List<AutoCloseable> started = new CopyOnWriteArrayList<>();
    private final Thread atExit = new Thread(this::stopAll);
    private final Partners partners;
    private final ReplicaProcess one;
    private final ReplicaProcess two;
    private volatile MortalPostgres postgres;
    private volatile JdbcClient jdbc;

    private Cluster(Path directory) throws IOException {
        Runtime.getRuntime().addShutdownHook(atExit);
        FileSystemUtils.deleteRecursively(directory);
        Files.createDirectories(directory);
        postgres = stopping(new MortalPostgres(directory));
        postgres.database("postgres").execute("create database " + DATABASE);
        partners = stopping(new Partners(directory.resolve("stand-ins.log")));
        one = stopping(replica("one", directory));
        two = stopping(replica("two", directory));
        jdbc = jdbcTo(postgres);
    }

    private static JdbcClient jdbcTo(MortalPostgres server) {
        Database database = server.database(DATABASE);
        return JdbcClient.create(new DriverManagerDataSource(database.url(), database.username(), database.password()));
    }

    static Cluster start(Path directory) {
        try {
            Cluster cluster = new Cluster(directory);
            try {
                cluster.replicas().forEach(ReplicaProcess::start);
                cluster.replicas().forEach(ReplicaProcess::awaitReady);
                return cluster;
            } catch (RuntimeException | Error e) {
                cluster.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Path> logsIn(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".log")).toList();
        }
    }

    /** Is stopped with the cluster, if not before. */
    <T extends AutoCloseable> T stopping(T process) {
        started.addFirst(process);
        return process;
    }

    void stop(AutoCloseable process) throws Exception {
        started.remove(process);
        process.close();
    }

    private ReplicaProcess replica(String name, Path directory) throws IOException {
        PostgresProxy toPostgres = new PostgresProxy(postgres.port());
        DestinationProxy toCap = new DestinationProxy(partners.cap().port());
        DestinationProxy toKapture = new DestinationProxy(partners.kapture().port());
        Path configuration = directory.resolve(name + ".yml");
        Files.writeString(
                configuration,
                CONFIGURATION.formatted(
                        toPostgres.port(),
                        DATABASE,
                        LEASE.toMillis(),
                        toCap.port(),
                        partners.cap().key(),
                        RESPONSE_TIMEOUT.toMillis(),
                        toKapture.port(),
                        partners.kapture().key(),
                        RESPONSE_TIMEOUT.toMillis()));
        return new ReplicaProcess(
                name,
                directory,
                toPostgres,
                Map.of("cap", toCap, "kapture", toKapture),
                List.of("--spring.config.additional-location=file:" + configuration));
    }

    ReplicaProcess one() {
        return one;
    }

    List<ReplicaProcess> replicas() {
        return List.of(one, two);
    }

    MortalPostgres postgres() {
        return postgres;
    }

    Database database() {
        return postgres.database(DATABASE);
    }

    /** From now on this one is at the address where the replicas look for their database. */
    void leadTo(MortalPostgres other) {
        postgres = other;
        jdbc = jdbcTo(other);
        replicas().forEach(replica -> replica.postgres().leadTo(other.port()));
    }

    Partners partners() {
        return partners;
    }

    /** Straight to the server, past all proxies; a connection for each question. */
    JdbcClient jdbc() {
        return jdbc;
    }

    /** Ends every fault that a row may have left behind, and begins with nothing open. */
    void heal() {
        if (!postgres.isRunning()) {
            postgres.startAgain();
        }
        partners.both().forEach(Partners.Partner::heals);
        for (ReplicaProcess replica : replicas()) {
            replica.postgres().disarm();
            replica.destination("cap").heal();
            replica.destination("kapture").heal();
            if (replica.isAlive()) {
                replica.thaw();
            } else {
                replica.start();
            }
        }
        replicas().forEach(ReplicaProcess::awaitReady);
        jdbc.sql("""
                        update destination_state
                        set paused = false, pause_reason = null, paused_since = null,
                            held = false, hold_reason = null, held_since = null, probe_at = null
                        """).update();
        within(
                Duration.ofSeconds(60),
                () -> assertThat(jdbc.sql("select count(*) from delivery where due_at is not null")
                                .query(Integer.class)
                                .single())
                        .isZero());
    }

    /** What a fault takes its time for. */
    static void lasting(Duration time) throws InterruptedException {
        new CountDownLatch(1).await(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        stopAll();
        Runtime.getRuntime().removeShutdownHook(atExit);
    }

    private void stopAll() {
        for (AutoCloseable process : started) {
            try {
                process.close();
            } catch (Exception e) {
                System.err.println("could not stop " + process + ": " + e);
            }
        }
    }
}
