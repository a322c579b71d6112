package com.leadrouter.intake;

import static com.leadrouter.Eventually.within;
import static com.leadrouter.intake.Sender.LEAD;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.leadrouter.intake.IntakeSlice.Threshold;
import com.leadrouter.platform.CallingSource;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.TestPropertySource;

/**
 * Who hands in a batch slowly, or reads its answer slowly, takes the place of no other source, and his own not for long:
 * 2 s stand for the 10 s that there are between bytes.
 */
@WithFrontDoor
@Import(SlowBatchesIT.SmallBuffers.class)
@Timeout(60)
@TestPropertySource(properties = "server.tomcat.connection-timeout=2s")
class SlowBatchesIT {

    private static final Duration AT_MOST = Duration.ofSeconds(25);
    private static final int SMALL_BUFFER = 16 * 1024;
    private static final String ONE_LINE = LEAD.replaceAll("\\s+", " ");

    @Autowired
    private Threshold threshold;

    @Autowired
    private BatchRoom room;

    private Sender sender = new Sender(0);

    @BeforeEach
    void open(@LocalServerPort int port) throws Exception {
        sender = new Sender(port);
        threshold.reset();
        // The first one takes long, and would be late for what is looked at here.
        assertThat(statusOfABatchWith("key-uk")).isEqualTo(207);
    }

    @TestConfiguration(proxyBeanMethods = false)
    static class SmallBuffers {

        // Between two machines they are this small; on one alone they would hold half of an answer.
        @Bean
        WebServerFactoryCustomizer<TomcatServletWebServerFactory> smallBuffers() {
            return factory -> factory.addConnectorCustomizers(
                    connector -> connector.setProperty("socket.txBufSize", Integer.toString(SMALL_BUFFER)));
        }
    }

    @Test
    void whoSendsSlowly() throws Exception {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(head(1_000_000));
            CompletableFuture<Void> sending =
                    CompletableFuture.runAsync(() -> drip(socket), Thread::startVirtualThread);

            assertHisPlaceIsTakenAndNoOther();
            assertHisPlaceIsFreeAgain();

            sending.join();
        }
    }

    @Test
    void whoReadsTheAnswerSlowly() throws Exception {
        byte[] batch = batchOfManyFaults();
        try (Socket socket = connect()) {
            socket.getOutputStream().write(head(batch.length));
            socket.getOutputStream().write(batch);
            CompletableFuture<Integer> reading =
                    CompletableFuture.supplyAsync(() -> sip(socket), Thread::startVirtualThread);

            assertHisPlaceIsTakenAndNoOther();
            assertHisPlaceIsFreeAgain();

            assertThat(reading.join()).as("bytes of his answer").isPositive().isLessThan(1_000_000);
        }
    }

    @Test
    void whoDoesNotReadIt() throws Exception {
        byte[] batch = batchOfManyFaults();
        try (Socket socket = connect()) {
            socket.getOutputStream().write(head(batch.length));
            socket.getOutputStream().write(batch);

            assertHisPlaceIsTakenAndNoOther();
            assertHisPlaceIsFreeAgain();
        }
    }

    private void assertHisPlaceIsTakenAndNoOther() throws Exception {
        // Asked here and not by a batch, which might come first and have him refused.
        within(
                AT_MOST,
                () -> assertThat(isFree(new CallingSource("website-uk"))).isFalse());
        assertThat(statusOfABatchWith("key-uk")).isEqualTo(503);
        assertThat(statusOfABatchWith("key-in")).isEqualTo(207);
    }

    private void assertHisPlaceIsFreeAgain() {
        within(AT_MOST, () -> assertThat(statusOfABatchWith("key-uk")).isEqualTo(207));
    }

    private boolean isFree(CallingSource source) {
        boolean isFree = room.enter(source);
        if (isFree) {
            room.leave(source);
        }
        return isFree;
    }

    private int statusOfABatchWith(String key) throws Exception {
        return sender.send(sender.batch("application/x-ndjson", ONE_LINE).setHeader("X-API-Key", key))
                .statusCode();
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(SMALL_BUFFER);
        socket.connect(new InetSocketAddress("localhost", sender.port()));
        return socket;
    }

    private static byte[] head(int length) {
        return ("POST /api/v1/leads/batch HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-API-Key: key-uk\r\n"
                        + "Content-Type: application/x-ndjson\r\nContent-Length: " + length + "\r\n\r\n")
                .getBytes(UTF_8);
    }

    /** Its answer is some 15 MB. */
    private static byte[] batchOfManyFaults() {
        String lead =
                IntStream.range(0, 100).mapToObj(i -> "\"x" + i + "\":1").collect(Collectors.joining(",", "{", "}"));
        return (lead + "\n").repeat(1000).getBytes(UTF_8);
    }

    private static void drip(Socket socket) {
        try {
            while (true) {
                socket.getOutputStream().write(' ');
                LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            }
        } catch (IOException cut) {
            // as is right
        }
    }

    /** How much there was to read. */
    private static int sip(Socket socket) {
        int all = 0;
        try {
            InputStream in = socket.getInputStream();
            byte[] some = new byte[8 * 1024];
            for (int length = in.read(some); length >= 0; length = in.read(some)) {
                all += length;
                LockSupport.parkNanos(Duration.ofMillis(300).toNanos());
            }
        } catch (IOException reset) {
            // as good as closed
        }
        return all;
    }
}
