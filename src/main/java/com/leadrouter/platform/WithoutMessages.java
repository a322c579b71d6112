package com.leadrouter.platform;

import org.jspecify.annotations.Nullable;

/**
 * An exception for the log: class names and stack frames of the whole chain, no messages, since those of a database or
 * of a parser repeat what a person typed.
 */
public final class WithoutMessages extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String className;

    private WithoutMessages(Throwable original, int depth) {
        super(null, cause(original, depth), false, true);
        this.className = original.getClass().getName();
        setStackTrace(original.getStackTrace());
    }

    public static WithoutMessages of(Throwable original) {
        return new WithoutMessages(original, 0);
    }

    private static @Nullable Throwable cause(Throwable original, int depth) {
        Throwable cause = original.getCause();
        return cause == null || depth > 10 ? null : new WithoutMessages(cause, depth + 1);
    }

    @Override
    public String toString() {
        return className;
    }
}
