package com.leadrouter.intake;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Knocks at the front door, decently or with raw bytes, and looks at refusals. */
record Sender(int port) {

    static final String SECRET = "s3cret-value";
    static final String LEAD = """
            {"externalReferenceId": "web-1", "campaignId": "c", "contact":
              {"firstName": "Ada", "lastName": "Lovelace", "emailAddress": "ada@example.com"}}""";

    static final String[] FIELDS = {
        "externalReferenceId", "web-1",
        "campaignId", "c",
        "contact.firstName", "Ada",
        "contact.lastName", "Lovelace",
        "contact.emailAddress", "ada@example.com"
    };

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
    }

    HttpRequest.Builder lead(String body) {
        return lead(BodyPublishers.ofString(body));
    }

    HttpRequest.Builder lead(BodyPublisher body) {
        return request("/api/v1/leads")
                .header("X-API-Key", "key-uk")
                .header("Content-Type", "application/json")
                .POST(body);
    }

    /** A form as a page of {@code https://www.example.co.uk} submits it, for a person who looks at it. */
    HttpRequest.Builder form(String key, String... namesAndValues) {
        return request("/forms/" + key)
                .header("Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8")
                .header("Origin", "https://www.example.co.uk")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(urlEncoded(namesAndValues)));
    }

    static String urlEncoded(String... namesAndValues) {
        return IntStream.iterate(0, i -> i < namesAndValues.length, i -> i + 2)
                .mapToObj(i -> URLEncoder.encode(namesAndValues[i], UTF_8) + "="
                        + URLEncoder.encode(namesAndValues[i + 1], UTF_8))
                .collect(Collectors.joining("&"));
    }

    /** With the boundary {@code b}. */
    static String multipart(String... namesAndValues) {
        return IntStream.iterate(0, i -> i < namesAndValues.length, i -> i + 2)
                        .mapToObj(i -> "--b\r\nContent-Disposition: form-data; name=\"" + namesAndValues[i]
                                + "\"\r\n\r\n" + namesAndValues[i + 1] + "\r\n")
                        .collect(Collectors.joining())
                + "--b--\r\n";
    }

    HttpRequest.Builder batch(String contentType, String body) {
        return batch(contentType, BodyPublishers.ofString(body));
    }

    HttpRequest.Builder batch(String contentType, BodyPublisher body) {
        return request("/api/v1/leads/batch")
                .header("X-API-Key", "key-uk")
                .header("Content-Type", contentType)
                .POST(body);
    }

    static String post(String header, String body) {
        String length = header.matches("(?i)(content-length|transfer-encoding).*")
                ? ""
                : "Content-Length: " + body.length() + "\r\n";
        return "POST /api/v1/leads HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-API-Key: key-uk\r\n"
                + "Content-Type: application/json\r\n" + length + header + "\r\n\r\n" + body;
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }

    CompletableFuture<HttpResponse<String>> sendAsync(HttpRequest.Builder request) {
        return HTTP.sendAsync(request.build(), BodyHandlers.ofString());
    }

    record Answer(int status, String head, String body) {}

    Answer raw(String bytes) throws IOException {
        try (Socket socket = new Socket("localhost", port)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(bytes.getBytes(ISO_8859_1));
            socket.shutdownOutput();
            String all = new String(socket.getInputStream().readAllBytes(), UTF_8);
            int end = all.indexOf("\r\n\r\n");
            String head = all.substring(0, end);
            String body = all.substring(end + 4);
            return new Answer(Integer.parseInt(head.split(" ")[1]), head, unchunked(head, body));
        }
    }

    static String unchunked(String head, String body) {
        return head.toLowerCase(Locale.ROOT).contains("transfer-encoding: chunked")
                ? body.substring(body.indexOf("\r\n") + 2, body.lastIndexOf("\r\n0"))
                : body;
    }

    static void assertRefused(HttpResponse<String> answer, int status) throws IOException {
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertRefused(answer.statusCode(), answer.body(), status);
    }

    static void assertRefused(int status, String body, int expected) throws IOException {
        assertThat(status).as(body).isEqualTo(expected);
        JsonNode problem = JSON.readTree(body);
        assertThat(problem.path("status").intValue()).as(body).isEqualTo(status);
        assertThat(problem.path("type").textValue()).startsWith("https://lead-router.dev/problems/");
        problem.path("errors").forEach(error -> ((ObjectNode) error).remove("pointer"));
        assertThat(problem.toString()).doesNotContain(SECRET, "xception", "jackson", "Tomcat");
    }

    static JsonNode assertProblem(HttpResponse<String> answer, int status, String type) throws IOException {
        assertRefused(answer, status);
        JsonNode problem = JSON.readTree(answer.body());
        assertThat(problem.path("type").textValue()).isEqualTo("https://lead-router.dev/problems/" + type);
        return problem;
    }

    static void assertProblem(Answer answer, int status, String type) throws IOException {
        assertThat(answer.head).contains("application/problem+json");
        assertRefused(answer.status, answer.body, status);
        assertThat(answer.body).contains("https://lead-router.dev/problems/" + type);
    }
}
