package com.leadrouter.platform;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * A failure as it may be logged: classes and stack frames of it and its causes, and what the database calls it (PostgreSQL,
 * appendix A). The messages are left out, since those of data errors repeat rows and values, that is, persons.
 */
public final class WithoutMessages extends Throwable {

    private static final long serialVersionUID = 1L;

    private WithoutMessages(Throwable failure, @Nullable Throwable cause) {
        super(nameOf(failure), cause, false, true);
        setStackTrace(failure.getStackTrace());
    }

    private static String nameOf(Throwable failure) {
        String name = failure.getClass().getName();
        return failure instanceof SQLException sql ? name + ", SQL state " + sql.getSQLState() : name;
    }

    public static WithoutMessages of(Throwable failure) {
        Throwable cause = failure.getCause();
        return new WithoutMessages(failure, cause == null ? null : of(cause));
    }

    /** In one line: its class, and what the database calls it. */
    public static String inShort(Throwable failure) {
        String name = failure.getClass().getSimpleName();
        return SqlState.of(failure).map(state -> name + ", SQL state " + state).orElse(name);
    }

    // So that a log shows the failure's class where it would show ours.
    @Override
    @SuppressWarnings("OverrideThrowableToString")
    public String toString() {
        return String.valueOf(getMessage());
    }
}
