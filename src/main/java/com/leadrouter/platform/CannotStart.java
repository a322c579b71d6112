package com.leadrouter.platform;

/** The service cannot start; the message is the one line that its operator sees, so it names what to mend. */
public class CannotStart extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public CannotStart(String line) {
        super(line, null, false, false);
    }
}
