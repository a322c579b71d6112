package com.leadrouter.faults;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Stands between one replica and one of its surroundings, on a port of its own on loopback. */
abstract class Proxy implements AutoCloseable {

    private final ServerSocket door;
    private volatile int behind;
    private final Set<Closeable> open = ConcurrentHashMap.newKeySet();

    Proxy(int behind) {
        this.behind = behind;
        try {
            door = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::acceptAll);
    }

    int port() {
        return door.getLocalPort();
    }

    /** Whoever connects from now on is led there; who is connected stays so. */
    void leadTo(int other) {
        behind = other;
    }

    private void acceptAll() {
        while (!door.isClosed()) {
            try {
                Socket client = door.accept();
                open.add(client);
                Thread.ofVirtual().start(() -> connect(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void connect(Socket client) {
        try (client;
                Socket server = new Socket()) {
            server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), behind), 2000);
            open.add(server);
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            Thread answers = Thread.ofVirtual().start(() -> {
                try (client;
                        server) {
                    passAnswers(client, server);
                } catch (IOException gone) {
                    // one side has hung up: the other one will see
                }
            });
            try (client;
                    server) {
                passRequests(client, server);
            } catch (IOException gone) {
                // likewise
            }
            answers.join();
            open.remove(server);
        } catch (IOException notThere) {
            // what a client sees of a server that is away
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(client);
        }
    }

    /** Until one side has hung up. */
    abstract void passRequests(Socket client, Socket server) throws IOException;

    /** Until one side has hung up. */
    abstract void passAnswers(Socket client, Socket server) throws IOException;

    @Override
    public void close() throws IOException {
        door.close();
        for (Closeable connection : open) {
            connection.close();
        }
    }
}
