package com.leadrouter.faults;

import com.leadrouter.faults.FailPoint.Moment;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Between a replica and a destination: spoils answers as a network can, and knows when a call has been answered. */
final class DestinationProxy extends Proxy {

    /** What becomes of an answer; the connection ends with it. */
    interface Spoiling {
        void spoil(byte[] answer, OutputStream client, Socket connection) throws IOException;
    }

    private volatile @Nullable FailPoint armed;
    private volatile @Nullable Spoiling spoiling;

    DestinationProxy(int destination) {
        super(destination);
    }

    FailPoint arm(FailPoint point) {
        armed = point;
        return point;
    }

    void spoil(Spoiling how) {
        spoiling = how;
    }

    void heal() {
        armed = null;
        spoiling = null;
    }

    @Override
    void passRequests(Socket client, Socket server) throws IOException {
        pass(client.getInputStream(), server, client, Moment.BEFORE_THE_SERVER_HAS_IT);
    }

    @Override
    void passAnswers(Socket client, Socket server) throws IOException {
        pass(server.getInputStream(), client, client, Moment.BEFORE_THE_ANSWER_IS_BACK);
    }

    private void pass(InputStream in, Socket to, Socket client, Moment moment) throws IOException {
        byte[] buffer = new byte[1 << 16];
        for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
            FailPoint point = armed;
            if (point != null && point.concerns("", moment) && point.strike()) {
                return;
            }
            Spoiling how = spoiling;
            if (how != null && moment == Moment.BEFORE_THE_ANSWER_IS_BACK) {
                how.spoil(Arrays.copyOf(buffer, length), client.getOutputStream(), client);
                return;
            }
            to.getOutputStream().write(buffer, 0, length);
        }
    }
}
