package com.leadrouter.postgres;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * A real PostgreSQL server, durable as in production: a container where a Docker engine runs and has the image already,
 * else the embedded PostgreSQL 18.
 */
public final class PostgresServer implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(PostgresServer.class);
    private static final String IMAGE =
            Optional.ofNullable(System.getenv("LEAD_ROUTER_POSTGRES_IMAGE")).orElse("postgres:18");

    private final Database admin;
    private final AutoCloseable server;

    private PostgresServer(Database admin, AutoCloseable server) {
        this.admin = admin;
        this.server = server;
    }

    /** The embedded one; it is stopped by {@link #close()} alone, in whatever order the caller needs. */
    public static PostgresServer embedded() {
        try {
            EmbeddedPostgres server = EmbeddedPostgres.builder()
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("max_connections", "300")
                    .setRegisterShutdownHook(false)
                    .start();
            String url = "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/";
            return new PostgresServer(new Database(url + "postgres", "postgres", "postgres"), server);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A container where that is possible, else the embedded one. */
    public static PostgresServer any() {
        if (!imageIsThere()) {
            log.info("tests run on the embedded PostgreSQL");
            return embedded();
        }
        log.info("tests run on PostgreSQL in a container, through Testcontainers: {}", IMAGE);
        @SuppressWarnings("resource")
        PostgreSQLContainer<?> container = new PostgreSQLContainer<>(
                        DockerImageName.parse(IMAGE).asCompatibleSubstituteFor("postgres"))
                .withCommand("postgres", "-c", "max_connections=300");
        container.start();
        return new PostgresServer(
                new Database(container.getJdbcUrl(), container.getUsername(), container.getPassword()), container);
    }

    private static boolean imageIsThere() {
        try {
            if (!DockerClientFactory.instance().isDockerAvailable()) {
                return false;
            }
            DockerClientFactory.lazyClient().inspectImageCmd(IMAGE).exec();
            return true;
        } catch (RuntimeException e) {
            return false;
        }
    }

    public Database admin() {
        return admin;
    }

    /** A new, empty database. */
    public Database createDatabase(String name) {
        admin.execute("create database " + name);
        return admin.named(name);
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (Exception e) {
            log.warn("PostgreSQL did not stop", e);
        }
    }
}
