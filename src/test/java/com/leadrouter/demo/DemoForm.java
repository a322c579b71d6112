package com.leadrouter.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.leadrouter.demo.Website.Answer;
import com.leadrouter.postgres.Database;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A car maker's page on which one books a test drive. It posts to a public form of the service as any page would, and
 * afterwards tells what became of the lead: its server has the API key, the browser has not.
 */
public final class DemoForm {

    private static final String KEY = "pk_demo";
    private static final String API_KEY = "demo-key";
    private static final String VISIT = "visit";

    private static final String LEADS_OF_VISIT = """
            select id
            from lead
            where document -> 'attributes' ->> 'visit' = :visit
            order by id
            """;

    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI service;
    private final JdbcClient jdbc;

    private DemoForm(URI service, Database database) {
        this.service = service;
        this.jdbc = JdbcClient.create(database.dataSource());
    }

    /** Puts it on a website whose origin the service already knows; {@code service} is its address. */
    public static void on(Website website, URI service, Database database) {
        DemoForm form = new DemoForm(service, database);
        website.with("/", form::form)
                .with("/thanks", resource("status.html"))
                .with("/style.css", request -> new Answer("text/css", bytes("style.css")))
                .with("/status.js", request -> new Answer("text/javascript", bytes("status.js")))
                .with("/status", form::status);
    }

    /** What the service is started with so that it takes submissions of this page. */
    public static String argument(Website website) {
        return "--demo-form.url=" + website.origin();
    }

    // The visit makes the lead recognisable; a reference that is kept for the next attempt would be a key.
    private Answer form(HttpExchange request) throws IOException {
        String visit = visitOf(request).orElseGet(() -> UUID.randomUUID().toString());
        request.getResponseHeaders().set("Set-Cookie", VISIT + "=" + visit + "; Path=/; HttpOnly; SameSite=Lax");
        return Answer.html(resource("form.html")
                .replace("{{action}}", service.resolve("/forms/" + KEY).toString())
                .replace("{{visit}}", visit));
    }

    private Answer status(HttpExchange request) throws IOException {
        ArrayNode leads = json.createArrayNode();
        List<UUID> ids = visitOf(request)
                .map(visit -> jdbc.sql(LEADS_OF_VISIT)
                        .param("visit", visit)
                        .query(UUID.class)
                        .list())
                .orElse(List.of());
        for (UUID id : ids) {
            leads.add(report(id));
        }
        return new Answer("application/json", json.writeValueAsBytes(leads));
    }

    private JsonNode report(UUID leadId) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(service.resolve("/api/v1/leads/" + leadId))
                .header("X-API-Key", API_KEY)
                .build();
        try {
            return json.readTree(
                    http.send(request, HttpResponse.BodyHandlers.ofString()).body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    // Only what we have set ourselves: it is written into the page.
    private static Optional<String> visitOf(HttpExchange request) {
        return request.getRequestHeaders().getOrDefault("Cookie", List.of()).stream()
                .flatMap(line -> List.of(line.split(";")).stream())
                .map(String::strip)
                .filter(cookie -> cookie.startsWith(VISIT + "="))
                .map(cookie -> HttpCookie.parse(cookie).getFirst().getValue())
                .filter(visit -> visit.matches("[0-9a-f-]{36}"))
                .findFirst();
    }

    private static String resource(String name) {
        return new String(bytes(name), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String name) {
        try {
            return new ClassPathResource("demo/" + name).getContentAsByteArray();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
