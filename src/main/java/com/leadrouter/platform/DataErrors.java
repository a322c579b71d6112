package com.leadrouter.platform;

import org.springframework.dao.NonTransientDataAccessException;

/** Tells what the database refuses for what is to be written from a database that is away or has no room. */
public final class DataErrors {

    private DataErrors() {}

    /** Whether writing the same again would fail again, also while the database is well. */
    public static boolean isDataError(RuntimeException failure) {
        // For Spring a lost connection is "non-transient" too.
        return failure instanceof NonTransientDataAccessException && !DatabaseAway.isWhy(failure);
    }
}
