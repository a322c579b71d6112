package com.leadrouter.standin;

import com.leadrouter.standin.KaptureSwitches.LongPull;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

/** Pull's answer with customers in it, made piece by piece as it is read. */
final class PulledList {

    private final List<KaptureCustomer> chosen;
    private final Instant since;
    private final ZoneId zone;
    private final Masking masking;
    private final LongPull more;

    /** @param since when those were created that the switch for long answers adds */
    PulledList(List<KaptureCustomer> chosen, Instant since, ZoneId zone, KaptureSwitches switches) {
        this.chosen = chosen;
        this.since = since;
        this.zone = zone;
        this.masking = switches.masking();
        this.more = switches.longPull();
    }

    boolean isEmpty() {
        return size() == 0;
    }

    private int size() {
        return chosen.size() + more.customers();
    }

    Answer answer() {
        Answer answer = Answer.streamed(200, Pieces::new);
        // Whoever promises more than comes is cut off.
        return breaksOff() ? answer.withHeader("Content-Length", String.valueOf(Integer.MAX_VALUE)) : answer;
    }

    private boolean breaksOff() {
        return more.breakOffAfter() <= size();
    }

    private String element(int index) {
        KaptureCustomer customer =
                index < chosen.size() ? chosen.get(index) : more.customer(index - chosen.size(), since);
        return (index == 0 ? "" : ",") + KaptureAnswers.pulled(customer, zone, masking);
    }

    private final class Pieces extends InputStream {

        private byte[] piece = bytes("{\"message\":[");
        private int at;
        private int told;
        private boolean ended;

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            if (at == piece.length && !next()) {
                return -1;
            }
            int copied = Math.min(length, piece.length - at);
            System.arraycopy(piece, at, buffer, offset, copied);
            at += copied;
            return copied;
        }

        private boolean next() {
            if (ended || told == more.breakOffAfter()) {
                return false;
            }
            ended = told == size();
            piece = bytes(ended ? "],\"status\":\"success\"}" : element(told++));
            at = 0;
            return true;
        }

        private static byte[] bytes(String text) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
    }
}
