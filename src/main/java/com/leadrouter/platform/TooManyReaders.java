package com.leadrouter.platform;

/** As many operators as may are reading at length already; whoever is told this may come again. */
public final class TooManyReaders extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public TooManyReaders() {
        super("too many readers at once", null, false, false);
    }
}
