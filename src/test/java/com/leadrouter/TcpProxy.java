package com.leadrouter;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A wire to a server, on a port of its own that stays the same, that can be cut and mended. It begins cut. */
final class TcpProxy implements AutoCloseable {

    private final InetSocketAddress server;
    private final int port;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile ServerSocket door;

    TcpProxy(String host, int port) {
        this.server = new InetSocketAddress(host, port);
        this.door = listen(0);
        this.port = door.getLocalPort();
        cut();
    }

    int port() {
        return port;
    }

    /** Nobody listens any more, and whoever was connected is cut off. */
    void cut() {
        close(door);
        open.forEach(TcpProxy::close);
        open.clear();
    }

    void mend() {
        ServerSocket mended = listen(port);
        door = mended;
        Thread.ofVirtual().start(() -> accept(mended));
    }

    private static ServerSocket listen(int port) {
        try {
            ServerSocket socket = new ServerSocket();
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept(ServerSocket from) {
        while (!from.isClosed()) {
            try {
                Socket client = from.accept();
                open.add(client);
                Socket onward = new Socket(server.getHostString(), server.getPort());
                open.add(onward);
                if (from.isClosed()) {
                    cut();
                }
                Thread.ofVirtual().start(() -> copy(client, onward));
                Thread.ofVirtual().start(() -> copy(onward, client));
            } catch (IOException cut) {
                // The door was closed under us.
            }
        }
    }

    private void copy(Socket from, Socket to) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] some = new byte[16_384];
            for (int length = in.read(some); length >= 0; length = in.read(some)) {
                out.write(some, 0, length);
            }
        } catch (IOException cut) {
            // Both ends are closed.
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    private static void close(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        cut();
    }
}
