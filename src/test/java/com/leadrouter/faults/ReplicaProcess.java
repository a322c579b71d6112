package com.leadrouter.faults;

import static com.leadrouter.Eventually.within;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One Lead Router from the built jar, in a JVM of its own, with a proxy before each of its surroundings. */
final class ReplicaProcess implements AutoCloseable {

    private static final Path JAR = Path.of("target/lead-router.jar");
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    private final String name;
    private final Path log;
    private final int port = FreePort.any();
    private final int managementPort = FreePort.any();
    private final PostgresProxy postgres;
    private final Map<String, DestinationProxy> destinations;
    private final List<String> arguments;
    private @Nullable Process process;

    ReplicaProcess(
            String name,
            Path directory,
            PostgresProxy postgres,
            Map<String, DestinationProxy> destinations,
            List<String> arguments) {
        this.name = name;
        this.log = directory.resolve(name + ".log");
        this.postgres = postgres;
        this.destinations = destinations;
        this.arguments = arguments;
    }

    String name() {
        return name;
    }

    Path log() {
        return log;
    }

    URI url(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    PostgresProxy postgres() {
        return postgres;
    }

    DestinationProxy destination(String destination) {
        return destinations.get(destination);
    }

    void start() {
        start(Map.of());
    }

    /** Starts it without waiting; with these environment variables beside the usual ones. */
    void start(Map<String, String> environment) {
        if (!Files.exists(JAR)) {
            throw new IllegalStateException(JAR + " is not there: ./mvnw -DskipTests package");
        }
        List<String> command = new ArrayList<>(
                List.of(Jvm.java(), "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-jar", JAR.toString()));
        command.addAll(arguments);
        command.add("--server.port=" + port);
        command.add("--management.server.port=" + managementPort);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void awaitReady() {
        within(Duration.ofSeconds(90), () -> {
            assertThat(isAlive()).as("%s is alive, see %s", name, log).isTrue();
            assertThat(isReady()).as("%s is ready, see %s", name, log).isTrue();
        });
    }

    boolean isReady() {
        try {
            return managed("health/readiness").statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** How many deliveries to that destination this process has completed since it started. */
    long delivered(String destination) {
        Pattern line = Pattern.compile("leadrouter_deliveries_settled_total\\{destination=\"" + destination
                + "\",status=\"DELIVERED\"} (\\S+)");
        try {
            Matcher count = line.matcher(managed("prometheus").body());
            return count.find() ? (long) Double.parseDouble(count.group(1)) : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HttpResponse<String> managed(String page) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + managementPort + "/actuator/" + page))
                .timeout(Duration.ofSeconds(2))
                .build();
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private Process process() {
        if (process == null) {
            throw new IllegalStateException(name + " was never started");
        }
        return process;
    }

    boolean isAlive() {
        return process != null && process.isAlive();
    }

    /** SIGKILL; it is gone when this returns. */
    void kill() {
        awaitEnd(process().destroyForcibly(), Duration.ofSeconds(10));
    }

    /** SIGTERM; answers how long it took to go. */
    Duration terminate() {
        long asked = System.nanoTime();
        process().destroy();
        awaitEnd(process(), Duration.ofSeconds(40));
        return Duration.ofNanos(System.nanoTime() - asked);
    }

    private void awaitEnd(Process ending, Duration atMost) {
        try {
            assertThat(ending.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS))
                    .as("%s has ended", name)
                    .isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    void freeze() {
        Signals.send("STOP", process().pid());
    }

    void thaw() {
        Signals.send("CONT", process().pid());
    }

    /** Resident memory in MiB (Linux). */
    long residentMebibytes() {
        try {
            return Files.readAllLines(Path.of("/proc/" + process().pid() + "/status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        if (process != null) {
            process.destroyForcibly();
        }
        postgres.close();
        for (DestinationProxy destination : destinations.values()) {
            destination.close();
        }
    }
}
