package com.leadrouter.faults;

import static com.leadrouter.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.leadrouter.postgres.Database;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.unit.DataSize;

/**
 * A real, durable PostgreSQL that can be killed and started again on the same port and files, parts of them on other
 * disks, and that can have a standby or become one.
 */
final class MortalPostgres implements AutoCloseable {

    private static final String STANDBY = "standby";

    private final PostgresFiles files;
    private final Path logs;
    private final int port = FreePort.any();
    private EmbeddedPostgres server;

    MortalPostgres(Path logs) {
        this(PostgresFiles.none(), logs);
    }

    private MortalPostgres(PostgresFiles files, Path logs) {
        this.files = files;
        this.logs = logs;
        server = start();
    }

    private EmbeddedPostgres start() {
        // To a file: nobody empties a pipe for long, and a server that complains much would wait for that.
        Redirect log =
                Redirect.appendTo(logs.resolve("postgres-" + port + ".out").toFile());
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setPort(port)
                .setDataDirectory(files.directory())
                .setCleanDataDirectory(false)
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("max_connections", "200")
                .setPGStartupWait(Duration.ofSeconds(60))
                .setOutputRedirector(log)
                .setErrorRedirector(log)
                .setRegisterShutdownHook(false);
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return port;
    }

    Database database(String name) {
        return new Database("jdbc:postgresql://127.0.0.1:" + port + "/" + name, "postgres", "postgres");
    }

    /** SIGKILL to the postmaster; its children see that and end. */
    void kill() {
        Signals.send("KILL", files.postmaster().orElseThrow());
        eventually(() -> assertThat(isRunning()).isFalse());
    }

    void startAgain() {
        // Gives back the lock on the files, also where there is no process left.
        stop();
        server = start();
    }

    private void stop() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        // It gives up waiting after five seconds.
        eventually(() -> assertThat(isRunning()).isFalse());
    }

    boolean isRunning() {
        return files.postmaster().flatMap(ProcessHandle::of).isPresent();
    }

    /** A standby of this one, which from now on tells nobody of a commit that the standby does not have; a restart. */
    MortalPostgres withStandby() {
        stop();
        PostgresFiles copy = files.copy();
        server = start();
        copy.follow(port, STANDBY);
        MortalPostgres standby = new MortalPostgres(copy, logs);
        Database here = database("postgres");
        here.execute("alter system set synchronous_standby_names = '" + STANDBY + "'");
        here.execute("select pg_reload_conf()");
        JdbcClient jdbc = JdbcClient.create(here.dataSource());
        eventually(() -> assertThat(jdbc.sql("select sync_state from pg_stat_replication")
                        .query(String.class)
                        .list())
                .containsExactly("sync"));
        return standby;
    }

    /** It was killed, and comes back as a standby. */
    void comeBackAsStandbyOf(MortalPostgres other) {
        files.follow(other.port, STANDBY);
        startAgain();
    }

    /** A standby takes writes from now on. */
    void promote() {
        database("postgres").execute("select pg_promote() where pg_is_in_recovery()");
    }

    DataSize size(String part) {
        return files.size(part);
    }

    /** Moves a part of its files to another disk; a restart. */
    void move(String part, Path disk) {
        stop();
        files.move(part, disk);
        server = start();
    }

    /** Takes a part of its files back from another disk; a restart. */
    void takeBack(String part) {
        stop();
        files.takeBack(part);
        server = start();
    }

    @Override
    public void close() {
        stop();
        files.delete();
    }
}
