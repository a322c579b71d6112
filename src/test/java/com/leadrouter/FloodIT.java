package com.leadrouter;

import static com.leadrouter.Eventually.eventually;
import static com.leadrouter.Eventually.within;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.leadrouter.postgres.Database;
import com.leadrouter.postgres.TestDatabases;
import com.leadrouter.standin.StandIns;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/**
 * More large leads at once than the heap could hold: who comes too much is told to come again, the others are served, and
 * the service, in a small JVM that ends where its memory does, lives on.
 */
class FloodIT {

    private static final int AT_ONCE = 240;
    private static final int LARGEST = 64 * 1024;

    @Test
    void memoryBoundsWhoIsLetIn() throws Exception {
        Database database = TestDatabases.create();
        int port = freePort();
        try (StandIns standIns = StandIns.start();
                OwnJvm service = OwnJvm.start(
                        List.of("-Xmx128m", "-XX:+ExitOnOutOfMemoryError"),
                        List.of(Replica.arguments(
                                database,
                                standIns,
                                "--server.port=" + port,
                                "--management.server.port=0",
                                "--server.address=127.0.0.1")))) {
            within(
                    Duration.ofSeconds(120),
                    () -> assertThat(service.output()).contains("Started LeadRouterApplication"));

            List<String> answers = flood(port, largestJson());

            assertThat(answers)
                    .hasSize(AT_ONCE)
                    .allSatisfy(answer ->
                            assertThat(answer).matches("(?s)HTTP/1.1 (400|503) .*application/problem\\+json.*"));
            assertThat(answers)
                    .filteredOn(answer -> answer.startsWith("HTTP/1.1 400"))
                    .hasSizeGreaterThan(20);
            assertThat(answers)
                    .filteredOn(answer -> answer.startsWith("HTTP/1.1 503"))
                    .hasSizeGreaterThan(20)
                    .allSatisfy(answer -> assertThat(answer).contains("Retry-After: 5", "/problems/unavailable"));
            assertThat(answer(port, Api.aLead(1).getBytes(UTF_8))).startsWith("HTTP/1.1 202");
        }
    }

    /** All are inside at once: each waits with its last byte for the others. */
    private static List<String> flood(int port, byte[] body) throws Exception {
        List<Socket> sockets = new ArrayList<>();
        try (ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < AT_ONCE; i++) {
                sockets.add(new Socket(InetAddress.getLoopbackAddress(), port));
            }
            List<Future<?>> beginnings = new ArrayList<>();
            for (Socket socket : sockets) {
                beginnings.add(senders.submit(() -> begin(socket, body)));
            }
            for (Future<?> beginning : beginnings) {
                beginning.get();
            }
            // Whoever found no room has his answer already; the others are inside.
            eventually(() -> assertThat(sockets).filteredOn(FloodIT::isAnswered).hasSizeGreaterThan(20));
            List<Future<String>> ends = new ArrayList<>();
            for (Socket socket : sockets) {
                ends.add(senders.submit(() -> end(socket, body)));
            }
            List<String> answers = new ArrayList<>();
            for (Future<String> end : ends) {
                answers.add(end.get());
            }
            return answers;
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    private static boolean isAnswered(Socket socket) {
        try {
            return socket.getInputStream().available() > 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String answer(int port, byte[] body) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            begin(socket, body);
            return end(socket, body);
        }
    }

    private static Void begin(Socket socket, byte[] body) throws IOException {
        socket.setSoTimeout(60_000);
        String head = "POST /api/v1/leads HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-API-Key: demo-key\r\n"
                + "Content-Type: application/json\r\nContent-Length: " + body.length + "\r\n\r\n";
        socket.getOutputStream().write(head.getBytes(ISO_8859_1));
        socket.getOutputStream().write(body, 0, body.length - 1);
        return null;
    }

    private static String end(Socket socket, byte[] body) throws IOException {
        socket.getOutputStream().write(body, body.length - 1, 1);
        socket.shutdownOutput();
        return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }

    // Of all that fits into a lead's size, many short names become the most objects.
    private static byte[] largestJson() {
        StringBuilder json = new StringBuilder("{\"a\":1");
        for (int i = 0; json.length() < LARGEST - 20; i++) {
            json.append(",\"").append(Integer.toString(i, Character.MAX_RADIX)).append("_\":1");
        }
        return json.append('}').toString().getBytes(UTF_8);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
