package com.leadrouter.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Knocks again and again over one connection, for as long as the other side keeps it. */
final class Visitor implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 15_000;

    private final int port;
    private @Nullable Socket socket;
    private InputStream in = InputStream.nullInputStream();

    Visitor(int port) {
        this.port = port;
    }

    Answered knock(Knock knock) throws IOException {
        Socket open = open();
        Answered answer;
        try {
            write(open, knock);
            answer = read(knock.method().equals("HEAD"));
        } catch (SocketTimeoutException silent) {
            answer = Answered.SILENT;
        } catch (EOFException hungUp) {
            answer = Answered.HUNG_UP;
        } catch (SocketException reset) {
            answer = Answered.HUNG_UP;
        }
        if (answer.isLast() || !knock.isFramed()) {
            close();
        }
        return answer;
    }

    // Whoever refuses early may hang up before all is written, and his answer is there all the same.
    private static void write(Socket open, Knock knock) throws IOException {
        try {
            open.getOutputStream().write(knock.bytes());
            if (!knock.isFramed()) {
                open.shutdownOutput();
            }
        } catch (SocketException hungUp) {
            // read what he said
        }
    }

    private Socket open() throws IOException {
        if (socket == null) {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(PATIENCE_MILLIS);
            in = new BufferedInputStream(socket.getInputStream());
        }
        return socket;
    }

    private Answered read(boolean headOnly) throws IOException {
        String first = line();
        int status = Integer.parseInt(first.substring(9, 12));
        Map<String, String> headers = new HashMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            headers.put(
                    line.substring(0, line.indexOf(':')),
                    line.substring(line.indexOf(':') + 1).strip());
        }
        if (status < 200) {
            return read(headOnly);
        }
        Answered head = new Answered(status, headers, "");
        boolean empty = headOnly || status == 204 || status == 304;
        return new Answered(status, headers, empty ? "" : body(head));
    }

    private String body(Answered head) throws IOException {
        if (head.header("Transfer-Encoding").equals("chunked")) {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            for (int length = Integer.parseInt(line(), 16); length > 0; length = Integer.parseInt(line(), 16)) {
                body.write(in.readNBytes(length));
                line();
            }
            line();
            return body.toString(UTF_8);
        }
        byte[] body = head.header("Content-Length").isEmpty()
                ? in.readAllBytes()
                : in.readNBytes(Integer.parseInt(head.header("Content-Length")));
        return new String(body, UTF_8);
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException();
            }
            if (next != '\r') {
                line.write(next);
            }
        }
        return line.toString(ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        if (socket != null) {
            socket.close();
            socket = null;
        }
    }
}
