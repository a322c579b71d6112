package com.leadrouter.kapture;

import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** An answer's bytes, the first of which are kept for when it turns out to be no JSON. */
final class Beginning extends FilterInputStream {

    private static final int KEPT = 1_000;

    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

    Beginning(InputStream in) {
        super(in);
    }

    @Override
    public int read() throws IOException {
        int read = in.read();
        if (read >= 0 && kept.size() < KEPT) {
            kept.write(read);
        }
        return read;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = in.read(buffer, offset, length);
        if (read > 0) {
            kept.write(buffer, offset, Math.min(read, KEPT - Math.min(KEPT, kept.size())));
        }
        return read;
    }

    String text() {
        return kept.toString(StandardCharsets.UTF_8);
    }
}
