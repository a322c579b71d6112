package com.leadrouter.platform;

import org.jspecify.annotations.Nullable;

/**
 * A failure as it may be logged: classes and stack frames of it and its causes. The messages are left out, since those
 * of data errors repeat rows and values, that is, persons.
 */
public final class WithoutMessages extends Throwable {

    private static final long serialVersionUID = 1L;

    private WithoutMessages(Throwable failure, @Nullable Throwable cause) {
        super(failure.getClass().getName(), cause, false, true);
        setStackTrace(failure.getStackTrace());
    }

    public static WithoutMessages of(Throwable failure) {
        Throwable cause = failure.getCause();
        return new WithoutMessages(failure, cause == null ? null : of(cause));
    }

    // So that a log shows the failure's class where it would show ours.
    @Override
    @SuppressWarnings("OverrideThrowableToString")
    public String toString() {
        return String.valueOf(getMessage());
    }
}
