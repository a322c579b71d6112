package com.leadrouter.faults;

import static com.leadrouter.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.leadrouter.postgres.Database;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.springframework.util.FileSystemUtils;

/** A real, durable PostgreSQL that can be killed and started again on the same port and files. */
final class MortalPostgres implements AutoCloseable {

    private final Path files;
    private final int port;
    private EmbeddedPostgres server;

    MortalPostgres() {
        try {
            files = Files.createTempDirectory("lead-router-faults");
            server = start(0);
            port = server.getPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private EmbeddedPostgres start(int onPort) throws IOException {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setDataDirectory(files)
                .setCleanDataDirectory(false)
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("max_connections", "200")
                .setPGStartupWait(Duration.ofSeconds(60))
                .setRegisterShutdownHook(false);
        return (onPort == 0 ? builder : builder.setPort(onPort)).start();
    }

    int port() {
        return port;
    }

    Database database(String name) {
        return new Database("jdbc:postgresql://127.0.0.1:" + port + "/" + name, "postgres", "postgres");
    }

    /** SIGKILL to the postmaster; its children see that and end. */
    void kill() {
        long postmaster = postmaster();
        Signals.send("KILL", postmaster);
        eventually(() -> assertThat(ProcessHandle.of(postmaster)).isEmpty());
    }

    void startAgain() {
        try {
            // Gives back the lock on the files; there is no process left to stop.
            server.close();
            server = start(port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isRunning() {
        return Files.exists(files.resolve("postmaster.pid"))
                && ProcessHandle.of(postmaster()).isPresent();
    }

    private long postmaster() {
        try {
            return Long.parseLong(
                    Files.readAllLines(files.resolve("postmaster.pid")).getFirst());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        FileSystemUtils.deleteRecursively(files);
    }
}
