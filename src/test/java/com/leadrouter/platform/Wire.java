package com.leadrouter.platform;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A server that does with each connection what the test says, down to the bytes. */
final class Wire implements AutoCloseable {

    /** One connection that a client made. */
    final class Connection {
        private final Socket socket;

        private Connection(Socket socket) {
            this.socket = socket;
        }

        /** Reads one request whole, and answers its head; "" where the client has gone. */
        String readRequest() throws IOException {
            InputStream in = socket.getInputStream();
            StringBuilder head = new StringBuilder();
            int read;
            while (head.indexOf("\r\n\r\n") < 0 && (read = in.read()) >= 0) {
                head.append((char) read);
            }
            if (head.isEmpty()) {
                return "";
            }
            String length = head.toString()
                    .lines()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
                    .map(line -> line.substring(15).strip())
                    .findFirst()
                    .orElse("0");
            in.readNBytes(Integer.parseInt(length));
            requests.add(head.toString());
            return head.toString();
        }

        void send(String text) throws IOException {
            send(text.getBytes(StandardCharsets.UTF_8));
        }

        void send(byte[] bytes) throws IOException {
            OutputStream out = socket.getOutputStream();
            out.write(bytes);
            out.flush();
        }

        void answer(String status, String body) throws IOException {
            send("HTTP/1.1 " + status + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
        }

        /** Sends the text again and again, slowly, until the client has gone or the test has ended. */
        void drip(String text) throws IOException, InterruptedException {
            while (!ended.await(20, TimeUnit.MILLISECONDS)) {
                send(text);
            }
        }

        void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }

        void end() throws IOException {
            socket.close();
        }

        void awaitEnd() throws InterruptedException {
            ended.await();
        }
    }

    interface Behaviour {
        void on(Connection connection) throws IOException, InterruptedException;
    }

    private final ServerSocket server;
    private final AtomicInteger connections = new AtomicInteger();
    private final Queue<String> requests = new ConcurrentLinkedQueue<>();
    private final CountDownLatch ended = new CountDownLatch(1);

    Wire(Behaviour behaviour) {
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(() -> accept(behaviour));
    }

    private void accept(Behaviour behaviour) {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                connections.incrementAndGet();
                Thread.ofVirtual().start(() -> {
                    try (socket) {
                        behaviour.on(new Connection(socket));
                    } catch (IOException | InterruptedException clientHasGone) {
                        // as some tests want it
                    }
                });
            } catch (IOException closed) {
                return;
            }
        }
    }

    URI url(String scheme) {
        return URI.create(scheme + "://127.0.0.1:" + server.getLocalPort());
    }

    int connections() {
        return connections.get();
    }

    Queue<String> requests() {
        return requests;
    }

    @Override
    public void close() {
        ended.countDown();
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
