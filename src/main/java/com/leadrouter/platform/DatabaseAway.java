package com.leadrouter.platform;

import java.sql.SQLException;
import java.util.Set;
import java.util.stream.Stream;
import org.hibernate.TransactionException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;

/**
 * Tells a database that is away, starting, full, locked or failing over, after which the same request may succeed, from
 * everything else.
 */
public final class DatabaseAway {

    private static final Set<Class<? extends Exception>> SIGNS = Set.of(
            DataAccessResourceFailureException.class,
            TransientDataAccessException.class,
            RecoverableDataAccessException.class,
            CannotCreateTransactionException.class,
            // Neither committed nor rolled back: where the connection broke within a transaction, that is all we hear.
            TransactionSystemException.class,
            TransactionException.class);

    // Connection lost, rolled back for others' sake, no resources, operator's doing, system error.
    private static final Set<String> CLASSES = Set.of("08", "40", "53", "57", "58");
    // A standby after a fail-over takes no writes, and somebody else holds a lock for longer than we wait; Spring has
    // no
    // exception for either.
    private static final Set<String> STATES = Set.of("25006", "55P03");

    private DatabaseAway() {}

    /** Whether that is what lies behind the failure. */
    public static boolean isWhy(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .anyMatch(cause -> SIGNS.stream().anyMatch(sign -> sign.isInstance(cause)) || isSign(cause));
    }

    /** Whether others who want to write now would fare no better; who lost to one of them alone may try again at once. */
    static boolean isForAll(Throwable failure) {
        return isWhy(failure) && !(failure instanceof PessimisticLockingFailureException);
    }

    private static boolean isSign(Throwable cause) {
        return cause instanceof SQLException sql
                && sql.getSQLState() != null
                && (STATES.contains(sql.getSQLState())
                        || (sql.getSQLState().length() == 5
                                && CLASSES.contains(sql.getSQLState().substring(0, 2))));
    }
}
