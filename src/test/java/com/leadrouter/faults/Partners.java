package com.leadrouter.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.leadrouter.standin.StandIns;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Both stand-ins, in a process of their own that survives whatever befalls the replicas. */
final class Partners implements AutoCloseable {

    private static final Pattern CAP = Pattern.compile("CAP Gateway +http://127\\.0\\.0\\.1:(\\d+) +X-API-Key: (\\S+)");
    private static final Pattern KAPTURE =
            Pattern.compile("Kapture CRM +http://127\\.0\\.0\\.1:(\\d+) +Authorization: Basic (\\S+)");

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    /** A call as the stand-in saw it. */
    record Call(Instant arrivedAt, String operation, boolean accepted, Set<String> keys) {}

    /** One stand-in, by its own pages. */
    static final class Partner {
        private final String name;
        private final int port;
        private final String key;

        private Partner(String name, Matcher address) {
            this.name = name;
            this.port = Integer.parseInt(address.group(1));
            this.key = address.group(2);
        }

        String name() {
            return name;
        }

        int port() {
            return port;
        }

        String key() {
            return key;
        }

        /** Sets a switch, in the words of {@code /stand-in/help}. */
        void fails(String how) {
            request("POST", "/faults?" + how);
        }

        void heals() {
            request("DELETE", "/faults");
        }

        int overlaps() {
            return request("GET", "").path("overlaps").asInt();
        }

        List<String> violations() {
            List<String> violations = new ArrayList<>();
            request("GET", "").path("violations").forEach(text -> violations.add(text.asText()));
            return violations;
        }

        List<Call> calls() {
            List<Call> calls = new ArrayList<>();
            for (JsonNode call : request("GET", "/calls").path("calls")) {
                Set<String> keys = new HashSet<>();
                call.path("keys").forEach(one -> keys.add(one.asText()));
                calls.add(new Call(
                        Instant.parse(call.path("arrivedAt").asText()),
                        call.path("operation").asText(),
                        call.path("accepted").asBoolean(),
                        keys));
            }
            return calls;
        }

        private JsonNode request(String method, String path) {
            try {
                HttpResponse<String> answer = HTTP.send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/stand-in" + path))
                                .timeout(Duration.ofSeconds(20))
                                .method(method, HttpRequest.BodyPublishers.noBody())
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
                if (answer.statusCode() != 200) {
                    throw new IllegalStateException(answer.body());
                }
                return JSON.readTree(answer.body());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    private final Process process;
    private final Partner cap;
    private final Partner kapture;

    Partners(Path log) {
        try {
            process = new ProcessBuilder(
                            Jvm.java(),
                            "-Xmx768m",
                            "-XX:+UseSerialGC",
                            "-cp",
                            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                            StandIns.class.getName())
                    .redirectError(log.toFile())
                    .start();
            BufferedReader lines = process.inputReader();
            cap = new Partner("cap", address(CAP, lines));
            kapture = new Partner("kapture", address(KAPTURE, lines));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Matcher address(Pattern pattern, BufferedReader lines) throws IOException {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            Matcher address = pattern.matcher(line);
            if (address.find()) {
                return address;
            }
        }
        throw new IllegalStateException("the stand-ins did not start; see their log");
    }

    Partner cap() {
        return cap;
    }

    Partner kapture() {
        return kapture;
    }

    List<Partner> both() {
        return List.of(cap, kapture);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
