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

/**
 * A wire to a server that can be cut and mended. It begins cut: whoever comes is sent away at once, so that the port
 * stays ours.
 */
public final class TcpProxy implements AutoCloseable {

    private final InetSocketAddress server;
    private final ServerSocket door;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile boolean whole;

    public TcpProxy(String host, int port) {
        server = new InetSocketAddress(host, port);
        try {
            door = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    public int port() {
        return door.getLocalPort();
    }

    public void mend() {
        whole = true;
    }

    public void cut() {
        whole = false;
        open.forEach(TcpProxy::close);
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket client = door.accept();
                if (whole) {
                    connect(client);
                } else {
                    client.close();
                }
            } catch (IOException gone) {
                // The client, the server or the door: the next may fare better.
            }
        }
    }

    private void connect(Socket client) throws IOException {
        Socket onward = new Socket(server.getHostString(), server.getPort());
        open.add(client);
        open.add(onward);
        if (!whole) {
            cut();
        }
        Thread.ofVirtual().start(() -> copy(client, onward));
        Thread.ofVirtual().start(() -> copy(onward, client));
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

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        cut();
        try {
            door.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
