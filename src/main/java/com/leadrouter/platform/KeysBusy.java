package com.leadrouter.platform;

/** Too many keys that nobody knows yet are being looked at; whoever sent one may come again. */
public final class KeysBusy extends RuntimeException {

    private static final long serialVersionUID = 1L;

    KeysBusy() {
        super("too many unknown keys at once", null, false, false);
    }
}
