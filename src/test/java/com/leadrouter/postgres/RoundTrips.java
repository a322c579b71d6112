package com.leadrouter.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands between a client and its database and counts how often the client waits for an answer. */
public final class RoundTrips implements AutoCloseable {

    private final Database database;
    private final ServerSocket door;
    private final AtomicInteger trips = new AtomicInteger();

    public RoundTrips(Database database) {
        this.database = database;
        try {
            this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    /** The same database, by way of the counter. */
    public Database counted() {
        return new Database(
                database.url().replace(":" + address().getPort() + "/", ":" + door.getLocalPort() + "/"),
                database.username(),
                database.password());
    }

    /** How many there were so far. */
    public int soFar() {
        return trips.get();
    }

    private URI address() {
        return URI.create(database.url().substring("jdbc:".length()));
    }

    private void accept() {
        try {
            while (true) {
                Socket client = door.accept();
                Socket server = new Socket(address().getHost(), address().getPort());
                client.setTcpNoDelay(true);
                server.setTcpNoDelay(true);
                Thread.ofVirtual().start(() -> copy(server, client, trips));
                Thread.ofVirtual().start(() -> copy(client, server, new AtomicInteger()));
            }
        } catch (IOException closed) {
            // the test is over
        }
    }

    // The server speaks only when all that was asked for is done: its ReadyForQuery ends what it sends.
    private static void copy(Socket from, Socket to, AtomicInteger ends) {
        byte[] buffer = new byte[1 << 16];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (read >= 6 && buffer[read - 6] == 'Z' && buffer[read - 2] == 5) {
                    ends.incrementAndGet();
                }
                out.write(buffer, 0, read);
            }
        } catch (IOException closed) {
            // one side has gone, and so does the other
        }
    }

    @Override
    public void close() {
        try {
            door.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
