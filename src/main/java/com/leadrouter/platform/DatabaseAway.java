package com.leadrouter.platform;

import java.sql.SQLException;
import java.util.Set;
import java.util.stream.Stream;
import org.hibernate.TransactionException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;

/**
 * Tells a database that is away, starting, full or failing over, after which the same request may succeed, from
 * everything else.
 */
final class DatabaseAway {

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
    // A standby after a failover takes no writes; Spring has no exception for it.
    private static final String READ_ONLY = "25006";

    private DatabaseAway() {}

    static boolean isWhy(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .anyMatch(cause -> SIGNS.stream().anyMatch(sign -> sign.isInstance(cause)) || isSign(cause));
    }

    private static boolean isSign(Throwable cause) {
        return cause instanceof SQLException sql
                && sql.getSQLState() != null
                && (sql.getSQLState().equals(READ_ONLY)
                        || (sql.getSQLState().length() == 5
                                && CLASSES.contains(sql.getSQLState().substring(0, 2))));
    }
}
