package com.leadrouter.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.leadrouter.Replica;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A request that is about to be made. */
record Call(String method, String path, Map<String, String> headers, String body) {

    private static final String BOUNDARY = "----what-stands-between";
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    /** To the address that the document shows, by one who may. */
    static Call to(Operation operation) {
        String path = operation
                .path()
                .replace(
                        "{leadId}",
                        operation.document().schema("LeadId/examples/0").asText())
                .replace(
                        "{formKey}",
                        operation
                                .document()
                                .at("/components/parameters/FormKey/example")
                                .asText())
                .replace("{name}", "kapture")
                .replace("{destination}", "kapture")
                .replace(
                        "{pullId}",
                        operation.document().schema("PullId/examples/0").asText())
                .replace(
                        "{jobId}",
                        operation.document().schema("RetryJobId/examples/0").asText());
        Call call = new Call(operation.method(), path, Map.of(), "");
        if (operation.isForOperators()) {
            return call.signedIn("ops:demo-ops");
        }
        return operation.isOpenToAll() ? call : call.with("X-API-Key", "demo-key");
    }

    /** With a body that the document shows, written as its type has it. */
    Call with(Operation.Body body) {
        String text =
                body.value().isTextual() ? body.value().asText() : body.value().toString();
        return switch (body.type()) {
            case "application/x-www-form-urlencoded" -> withBody(body.type(), urlEncoded(body.value()));
            case "multipart/form-data" -> withBody(body.type() + ";boundary=" + BOUNDARY, parts(body.value()));
            default -> withBody(body.type(), text);
        };
    }

    Call with(String header, String value) {
        return new Call(method, path, and(header, value), body);
    }

    Call signedIn(String credentials) {
        return with(
                "Authorization",
                "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)));
    }

    Call withBody(String type, String text) {
        return new Call(method, path, and("Content-Type", type), text);
    }

    Call without(String header) {
        Map<String, String> fewer = new TreeMap<>(headers);
        fewer.remove(header);
        return new Call(method, path, fewer, body);
    }

    Call by(String otherMethod) {
        return new Call(otherMethod, path, headers, "");
    }

    Call at(String otherPath) {
        return new Call(method, otherPath, headers, body);
    }

    HttpResponse<String> send(Replica replica) {
        HttpRequest.Builder request = HttpRequest.newBuilder(replica.url(path)).timeout(Duration.ofSeconds(30));
        headers.forEach(request::setHeader);
        request.method(
                method.toUpperCase(Locale.ROOT),
                body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        try {
            return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private Map<String, String> and(String header, String value) {
        Map<String, String> more = new TreeMap<>(headers);
        more.put(header, value);
        return more;
    }

    private static String urlEncoded(JsonNode fields) {
        return fields.properties().stream()
                .map(field ->
                        encoded(field.getKey()) + "=" + encoded(field.getValue().asText()))
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String parts(JsonNode fields) {
        return fields.properties().stream()
                .map(field -> "--%s\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n"
                        .formatted(BOUNDARY, field.getKey(), field.getValue().asText()))
                .collect(Collectors.joining("", "", "--" + BOUNDARY + "--\r\n"));
    }
}
