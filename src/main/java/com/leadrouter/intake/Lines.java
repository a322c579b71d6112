package com.leadrouter.intake;

import java.util.ArrayList;
import java.util.List;

/** Finds the lines of a body that are not blank, without their ends, be these LF or CR LF. */
final class Lines {

    private Lines() {}

    /** No more than one beyond {@code most}. */
    static List<Batch.Part> partsOf(byte[] body, int most) {
        List<Batch.Part> parts = new ArrayList<>();
        int from = Batch.lengthOfByteOrderMark(body);
        while (from < body.length && parts.size() <= most) {
            int to = from;
            boolean isBlank = true;
            while (to < body.length && body[to] != '\n') {
                isBlank &= body[to] == ' ' || body[to] == '\t' || body[to] == '\r';
                to++;
            }
            if (!isBlank) {
                parts.add(new Batch.Part(from, body[to - 1] == '\r' ? to - 1 : to));
            }
            from = to + 1;
        }
        return parts;
    }
}
