package com.leadrouter.platform;

import java.io.IOException;
import java.io.InputStream;

/** Reads the body of a 2xx answer of any length while it comes. */
@FunctionalInterface
public interface AnswerReader<T> {

    /**
     * Reads to the end, or stops earlier, which costs the connection. An {@link IOException} says that the answer broke
     * off; any other exception is the reader's own and reaches whoever made the call.
     */
    T read(InputStream body) throws IOException;
}
