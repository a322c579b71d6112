package com.leadrouter.standin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Calls a stand-in as its sender would, with any body, and once only. */
final class Caller implements AutoCloseable {

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    static HttpRequest.Builder cap(CapStandIn cap, String body) {
        return json(cap.baseUrl().resolve(CapPartner.PATH), body).setHeader("X-API-Key", cap.apiKey());
    }

    static HttpRequest.Builder kapture(KaptureStandIn kapture, String path, String body) {
        return json(kapture.baseUrl().resolve(path), body).setHeader("Authorization", "Basic " + kapture.authKey());
    }

    static HttpRequest.Builder json(URI address, String body) {
        return HttpRequest.newBuilder(address)
                .timeout(Duration.ofSeconds(20))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body));
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException torn) {
            throw new UncheckedIOException(torn);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    CompletableFuture<HttpResponse<String>> sendAsync(HttpRequest.Builder request) {
        return client.sendAsync(request.build(), BodyHandlers.ofString());
    }

    /** {@code curl -X method url} and {@code curl url}. */
    HttpResponse<String> curl(String method, String url) {
        return send(HttpRequest.newBuilder(URI.create(url))
                .timeout(Duration.ofSeconds(20))
                .method(method, BodyPublishers.noBody()));
    }

    @Override
    public void close() {
        client.close();
    }
}
