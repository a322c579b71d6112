package com.leadrouter.platform;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * What a start passes before it listens or delivers: no unknown key in the configuration, a database that answers, its
 * schema migrated. The database is waited for; a refusal that waiting does not mend is told at once.
 */
@Component
final class DatabaseGate implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(DatabaseGate.class);
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(5);

    private static final String NO_RIGHT = "42501";

    private final Settings settings;
    private final DatabaseSettings databaseSettings;
    private final DataSource dataSource;
    private final DatabaseSafety safety;
    private final Flyway flyway;
    private final DatabaseClock clock;
    private final ScheduledExecutorService looks = Executors.newSingleThreadScheduledExecutor();
    private volatile boolean running;

    DatabaseGate(
            Settings settings,
            DatabaseSettings databaseSettings,
            DataSource dataSource,
            DatabaseSafety safety,
            Flyway flyway,
            DatabaseClock clock) {
        this.settings = settings;
        this.databaseSettings = databaseSettings;
        this.dataSource = dataSource;
        this.safety = safety;
        this.flyway = flyway;
        this.clock = clock;
    }

    @Override
    public void start() {
        settings.refuseUnknownKeys();
        try {
            awaitDatabase();
            safety.refuseAnUnsafeServer();
            migrate();
            safety.refuseARoleWithoutRights();
            clock.look();
        } catch (RuntimeException e) {
            looks.shutdownNow(); // its thread would keep the JVM alive
            throw e;
        }
        long every = DatabaseClock.lookEvery().toMillis();
        var unused = looks.scheduleWithFixedDelay(this::lookAtTheClock, every, every, TimeUnit.MILLISECONDS);
        running = true;
    }

    private void migrate() {
        try {
            flyway.migrate();
        } catch (FlywayException e) {
            throw SqlState.of(e).equals(Optional.of(NO_RIGHT))
                    ? new CannotStart("spring.datasource.username: this role may not make the schema")
                    : e;
        }
    }

    private void lookAtTheClock() {
        try {
            clock.look();
        } catch (RuntimeException e) {
            log.debug("the database's clock cannot be read; going on by our own");
        }
    }

    // On a thread of its own: when the service is told to stop, Spring interrupts a start that waits, but only one that
    // waits without a time.
    private void awaitDatabase() {
        Future<?> there = looks.submit(this::lookForDatabase);
        try {
            there.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CannotStart("stopped while waiting for PostgreSQL");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof CannotStart why ? why : new IllegalStateException(e.getCause());
        }
    }

    private @Nullable Void lookForDatabase() throws InterruptedException {
        long started = System.nanoTime();
        long lastLine = started;
        for (SQLException refusal = refusal(); refusal != null; refusal = refusal()) {
            Optional<String> why = waitingDoesNotHelp(refusal);
            if (why.isPresent()) {
                throw new CannotStart(why.get());
            }
            Duration waited = Duration.ofNanos(System.nanoTime() - started);
            if (waited.compareTo(databaseSettings.databaseWait()) >= 0) {
                throw new CannotStart("spring.datasource.url: PostgreSQL did not answer within "
                        + databaseSettings.databaseWait().toSeconds() + " s (lead-router.database-wait)");
            }
            if (lastLine == started || System.nanoTime() - lastLine >= BETWEEN_LINES.toNanos()) {
                log.warn("waiting for PostgreSQL (spring.datasource.url) since {} s", waited.toSeconds());
                lastLine = System.nanoTime();
            }
            Thread.sleep(BETWEEN_TRIES);
        }
        return null;
    }

    // PostgreSQL, appendix A.
    private static Optional<String> waitingDoesNotHelp(SQLException refusal) {
        if (takesNoWrites(refusal)) {
            return Optional.of(DatabaseSafety.TAKES_NO_WRITES);
        }
        return switch (SqlState.of(refusal).orElse("none")) {
            case "28000", "28P01" ->
                Optional.of("spring.datasource.username: PostgreSQL refuses the user or the password");
            case NO_RIGHT -> Optional.of("spring.datasource.username: the user may not connect to the database");
            case "3D000" -> Optional.of("spring.datasource.url: PostgreSQL has no such database");
            default -> Optional.empty();
        };
    }

    private @Nullable SQLException refusal() {
        try {
            dataSource.getConnection().close();
            return null;
        } catch (SQLException e) {
            return e;
        }
    }

    // The driver has no code for this, but names its setting in each of its languages.
    private static boolean takesNoWrites(Throwable refusal) {
        return Stream.iterate(refusal, cause -> cause != null, Throwable::getCause)
                .anyMatch(cause -> String.valueOf(cause.getMessage()).contains("targetServerType"));
    }

    @Override
    public void stop() {
        looks.shutdownNow();
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    // Before the web server listens and before the engine claims; and after them when all stops.
    @Override
    public int getPhase() {
        return 0;
    }
}
