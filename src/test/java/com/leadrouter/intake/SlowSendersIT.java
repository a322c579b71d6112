package com.leadrouter.intake;

import static com.leadrouter.intake.Sender.LEAD;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.leadrouter.intake.IntakeSlice.Threshold;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

/** Who sends byte after byte, each in time, is cut all the same: 300 ms stand for the 10 s between bytes. */
@WithFrontDoor
@TestPropertySource(properties = "server.tomcat.connection-timeout=1s")
class SlowSendersIT {

    private static final Duration BETWEEN_BYTES = Duration.ofMillis(50);
    private static final Duration AT_MOST = Duration.ofSeconds(15);
    private static final String POST = "POST /api/v1/leads HTTP/1.1~Host: x~Content-Type: application/json~";
    private static final String KEY = "X-API-Key: key-uk~";

    @LocalServerPort
    private int port;

    @Autowired
    private Threshold threshold;

    @BeforeEach
    void open() {
        threshold.reset();
    }

    /** What comes first, what comes again and again ({@code ~} is a line's end), and the answer's status, if there is one. */
    private record Drip(String what, String first, String again, String status) {}

    private static final List<Drip> DRIPS = List.of(
            new Drip("a request line", "GET /", "x", ""),
            new Drip("a head", "POST /api/v1/leads HTTP/1.1~Host: x~", "X: z~", ""),
            new Drip("a body", POST + KEY + "Content-Length: 60000~~", "x", "400"),
            new Drip("a body nobody wants", POST + "Content-Length: 60000~~", "x", "401"),
            new Drip("one that is too long", POST + KEY + "Content-Length: 9000000~~", "x", "413"),
            new Drip("chunks", POST + KEY + "Transfer-Encoding: chunked~~", "1~x~", "400"),
            new Drip("a chunk's length", POST + KEY + "Transfer-Encoding: chunked~~1;", "x", "400"),
            new Drip("chunks nobody wants", POST + "Transfer-Encoding: chunked~~", "1~x~", "401"),
            new Drip("a trailer", POST + KEY + "Transfer-Encoding: chunked~~2~{}~0~X: ", "z", "400"));

    @Test
    void whoSendsByteAfterByteIsCut() throws Exception {
        try (ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (Drip drip : DRIPS) {
                all.add(senders.submit(() -> assertIsCut(drip)));
            }
            for (Future<?> one : all) {
                one.get();
            }
        }
        assertThat(threshold.last).isNull();
    }

    private Void assertIsCut(Drip drip) throws IOException {
        long start = System.nanoTime();
        try (Socket socket = new Socket("localhost", port)) {
            CompletableFuture<String> answer =
                    CompletableFuture.supplyAsync(() -> all(socket), Thread::startVirtualThread);
            write(socket, drip.first);
            try {
                while (true) {
                    write(socket, drip.again);
                    assertThat(Duration.ofNanos(System.nanoTime() - start))
                            .as(drip.what)
                            .isLessThan(AT_MOST);
                    LockSupport.parkNanos(BETWEEN_BYTES.toNanos());
                }
            } catch (IOException cut) {
                // The answer came before, where there was a head to answer to.
                assertThat(answer.join())
                        .as(drip.what)
                        .startsWith(drip.status.isEmpty() ? "" : "HTTP/1.1 " + drip.status)
                        .doesNotContain("HTTP/1.1 2");
            }
        }
        return null;
    }

    @Test
    void whoIsSilentIsCut() throws IOException {
        long start = System.nanoTime();
        try (Socket socket = new Socket("localhost", port)) {
            write(socket, POST);
            assertThat(all(socket)).isEmpty();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(AT_MOST);
    }

    @Test
    void whoIsInTimeIsNot() throws IOException {
        try (Socket socket = new Socket("localhost", port)) {
            write(socket, POST + KEY + "Connection: close~");
            LockSupport.parkNanos(BETWEEN_BYTES.toNanos());
            write(socket, "Content-Length: " + LEAD.length() + "~~");
            write(socket, LEAD.substring(0, 20));
            LockSupport.parkNanos(BETWEEN_BYTES.toNanos());
            write(socket, LEAD.substring(20));
            assertThat(all(socket)).startsWith("HTTP/1.1 202");
        }
    }

    @Test
    void norIsWhoWaitsForUs() throws Exception {
        threshold.acceptance = arrival -> {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(3500));
            threshold.reset();
            return new Taken.Stored(IntakeSlice.LEAD_ID);
        };
        Sender sender = new Sender(port);

        for (int i = 0; i < 2; i++) { // and the connection is as good as new
            assertThat(sender.send(sender.lead(LEAD)).statusCode()).isEqualTo(202);
        }
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.replace("~", "\r\n").getBytes(ISO_8859_1));
    }

    private static String all(Socket socket) {
        StringBuilder all = new StringBuilder();
        try {
            InputStream in = socket.getInputStream();
            byte[] some = new byte[4096];
            for (int length = in.read(some); length >= 0; length = in.read(some)) {
                all.append(new String(some, 0, length, UTF_8));
            }
        } catch (IOException reset) {
            // as good as closed
        }
        return all.toString();
    }
}
