package com.leadrouter.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Somebody's website on loopback: pages with an origin of their own, which a test may write. */
public final class Website implements AutoCloseable {

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, Page> pages = new ConcurrentHashMap<>();

    /** What is at a path. */
    @FunctionalInterface
    public interface Page {
        Answer answer(HttpExchange request) throws IOException;
    }

    /** A whole answer with status 200. */
    public record Answer(String type, byte[] body) {

        public static Answer html(String text) {
            return new Answer("text/html;charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** @param port 0 for any that is free */
    public Website(int port) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 50);
        } catch (IOException e) {
            throw new UncheckedIOException("port " + port + " of the demo form is taken", e);
        }
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    /** As a browser has it: scheme, host and port. */
    public String origin() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    public URI url(String path) {
        return URI.create(origin() + path);
    }

    public Website with(String path, Page page) {
        pages.put(path, page);
        return this;
    }

    public Website with(String path, String html) {
        return with(path, request -> Answer.html(html));
    }

    private void answer(HttpExchange request) throws IOException {
        try (request) {
            Page page = pages.get(request.getRequestURI().getPath());
            if (page == null) {
                request.sendResponseHeaders(404, -1);
                return;
            }
            Answer answer = page.answer(request);
            request.getResponseHeaders().set("Content-Type", answer.type());
            request.getResponseHeaders().set("Cache-Control", "no-cache");
            request.sendResponseHeaders(200, answer.body().length);
            request.getResponseBody().write(answer.body());
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
