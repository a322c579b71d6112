package com.leadrouter.signin;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;

/** An OpenID Connect provider (mock-oauth2-server) in a process of its own; who signs in there says what claims he has. */
final class OidcProvider implements AutoCloseable {

    private static final Path CLASSPATH = Path.of("target", "oidc-provider.classpath");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Tokens of the issuer {@code tools} are a program's, with the role that it asks for as scope. */
    private static final String CONFIGURATION = """
            { "interactiveLogin": true,
              "tokenCallbacks": [ { "issuerId": "tools", "tokenExpiry": 120, "requestMappings": [
                { "requestParam": "scope", "match": "operator",
                  "claims": { "sub": "t1", "aud": [ "lead-router" ], "preferred_username": "night-shift", "team": { "roles": [ "operator" ] } } },
                { "requestParam": "scope", "match": "viewer",
                  "claims": { "sub": "t2", "aud": [ "lead-router" ], "preferred_username": "wall", "team": { "roles": [ "viewer" ] } } },
                { "requestParam": "scope", "match": "elsewhere",
                  "claims": { "sub": "t3", "aud": [ "others" ], "preferred_username": "x", "team": { "roles": [ "operator" ] } } } ] } ] }
            """;

    private final Process process;
    private final int port;

    private OidcProvider(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    static OidcProvider start(int port) {
        try {
            ProcessBuilder builder = new ProcessBuilder(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    Files.readString(CLASSPATH).strip(),
                    "no.nav.security.mock.oauth2.StandaloneMockOAuth2ServerKt");
            builder.environment().put("SERVER_HOSTNAME", "127.0.0.1");
            builder.environment().put("SERVER_PORT", Integer.toString(port));
            builder.environment().put("JSON_CONFIG", CONFIGURATION);
            File log = new File("target", "oidc-provider.log");
            OidcProvider provider = new OidcProvider(
                    builder.redirectErrorStream(true).redirectOutput(log).start(), port);
            Awaitility.await()
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(100))
                    .until(provider::isThere);
            return provider;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean isThere() throws InterruptedException {
        if (!process.isAlive()) {
            throw new AssertionError("the provider has ended: see target/oidc-provider.log");
        }
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/isalive"))
                                            .build(),
                                    HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
