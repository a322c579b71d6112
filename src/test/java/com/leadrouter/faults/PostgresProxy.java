package com.leadrouter.faults;

import com.leadrouter.faults.FailPoint.Moment;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads along between a replica and PostgreSQL, message by message: each execution begins with a Parse that has the
 * statement's text, and ends with ReadyForQuery, which the server sends after the commit (PostgreSQL, chapter 54).
 */
final class PostgresProxy extends Proxy {

    private static final int PARSE = 'P';
    private static final int READY_FOR_QUERY = 'Z';

    private final Map<Socket, FailPoint> expected = new ConcurrentHashMap<>();
    private volatile @Nullable FailPoint armed;

    PostgresProxy(int postgres) {
        super(postgres);
    }

    FailPoint arm(FailPoint point) {
        armed = point;
        return point;
    }

    void disarm() {
        armed = null;
    }

    @Override
    void passRequests(Socket client, Socket server) throws IOException {
        DataInputStream in = new DataInputStream(new BufferedInputStream(client.getInputStream(), 1 << 16));
        OutputStream out = new BufferedOutputStream(server.getOutputStream(), 1 << 16);
        passStartup(in, out);
        String before = "";
        for (int type = in.read(); type >= 0; type = in.read()) {
            byte[] body = body(in);
            if (type == PARSE) {
                String text = text(body);
                if (meets(Statement.named(text, before), client)) {
                    return;
                }
                before = text;
            }
            write(out, type, body);
            if (in.available() == 0) {
                out.flush();
            }
        }
    }

    /** Between the name of the statement and the types of its parameters. */
    private static String text(byte[] parse) {
        return new String(parse, StandardCharsets.UTF_8).split("\0", 3)[1];
    }

    /** Whether the connection ends here. */
    private boolean meets(String statement, Socket client) {
        FailPoint point = armed;
        if (point == null) {
            return false;
        }
        if (point.concerns(statement, Moment.BEFORE_THE_ANSWER_IS_BACK)) {
            expected.put(client, point);
        }
        return point.concerns(statement, Moment.BEFORE_THE_SERVER_HAS_IT) && point.strike();
    }

    @Override
    void passAnswers(Socket client, Socket server) throws IOException {
        DataInputStream in = new DataInputStream(new BufferedInputStream(server.getInputStream(), 1 << 16));
        OutputStream out = client.getOutputStream();
        ByteArrayOutputStream held = new ByteArrayOutputStream();
        for (int type = in.read(); type >= 0; type = in.read()) {
            write(held, type, body(in));
            if (type == READY_FOR_QUERY) {
                FailPoint point = expected.remove(client);
                if (point != null && point.strike()) {
                    return;
                }
            }
            if (type == READY_FOR_QUERY || (in.available() == 0 && !expected.containsKey(client))) {
                held.writeTo(out);
                out.flush();
                held.reset();
            }
        }
    }

    private static void passStartup(DataInputStream in, OutputStream out) throws IOException {
        int length = in.readInt();
        byte[] body = in.readNBytes(length - Integer.BYTES);
        DataOutputStream to = new DataOutputStream(out);
        to.writeInt(length);
        to.write(body);
        to.flush();
    }

    private static byte[] body(DataInputStream in) throws IOException {
        return in.readNBytes(in.readInt() - Integer.BYTES);
    }

    private static void write(OutputStream out, int type, byte[] body) throws IOException {
        DataOutputStream to = new DataOutputStream(out);
        to.write(type);
        to.writeInt(body.length + Integer.BYTES);
        to.write(body);
    }
}
