package com.leadrouter.operations;

import com.fasterxml.jackson.databind.JsonNode;
import com.leadrouter.Api;
import com.leadrouter.Replica;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Somebody at a desk who calls the operators' API: with a name and a password, or without. */
record Desk(Replica replica, @Nullable String credentials) {

    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    static Desk operator(Replica replica) {
        return new Desk(replica, "ops:demo-ops");
    }

    static Desk viewer(Replica replica) {
        return new Desk(replica, "viewer:demo-viewer");
    }

    static Desk stranger(Replica replica) {
        return new Desk(replica, null);
    }

    HttpResponse<String> get(String path) {
        return send("GET", path, "");
    }

    HttpResponse<String> post(String path, String body) {
        return send("POST", path, body);
    }

    /** What is there, or the test is over. */
    JsonNode read(String path) {
        HttpResponse<String> answer = get(path);
        if (answer.statusCode() != 200) {
            throw new AssertionError(path + ": " + answer.statusCode() + " " + answer.body());
        }
        return Api.json(answer);
    }

    /** The body as it comes, or the test is over. */
    InputStream stream(String path) {
        HttpRequest request = HttpRequest.newBuilder(replica.url(path))
                .timeout(Duration.ofMinutes(10))
                .header("Authorization", basic(credentials))
                .build();
        try {
            HttpResponse<InputStream> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofInputStream());
            if (answer.statusCode() != 200) {
                throw new AssertionError(path + ": " + answer.statusCode());
            }
            return answer.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String basic(@Nullable String credentials) {
        return "Basic "
                + Base64.getEncoder().encodeToString(String.valueOf(credentials).getBytes(StandardCharsets.UTF_8));
    }

    HttpResponse<String> send(String method, String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(replica.url(path)).timeout(Duration.ofSeconds(30));
        if (credentials != null) {
            request.header("Authorization", basic(credentials));
        }
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        request.method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        try {
            return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
