package com.leadrouter.intake;

import com.leadrouter.platform.ProblemType;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * The leads of a batch, each still as the bytes that were sent: read one after the other, they need little more memory
 * than the body has. {@code form} is what it came in and is answered in.
 */
record Batch(BatchForm form, byte[] body, List<Part> parts) {

    static final int LARGEST_LEAD = 64 * 1024;

    /** Where a lead stands in the body. */
    record Part(int from, int to) {

        int length() {
            return to - from;
        }
    }

    Batch {
        parts = List.copyOf(parts);
    }

    int size() {
        return parts.size();
    }

    /** How many bytes to pass over before the leads begin. */
    static int lengthOfByteOrderMark(byte[] body) {
        boolean isThere =
                body.length >= 3 && body[0] == (byte) 0xef && body[1] == (byte) 0xbb && body[2] == (byte) 0xbf;
        return isThere ? 3 : 0;
    }

    /** The lead at this place: read like one that comes alone. */
    JsonBody lead(int index) {
        Part part = parts.get(index);
        return part.length() > LARGEST_LEAD
                ? new JsonBody.Unreadable(
                        ProblemType.PAYLOAD_TOO_LARGE, "A lead has at most " + LARGEST_LEAD / 1024 + " KiB.")
                : JsonReader.parse(ByteBuffer.wrap(body, part.from(), part.length()));
    }

    /** How many bytes the lead at this place has. */
    int bytesOf(int index) {
        return parts.get(index).length();
    }

    @Override
    public String toString() {
        return "Batch[" + size() + "]";
    }
}
