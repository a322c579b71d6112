package com.leadrouter.operations;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionTimedOutException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Reads several things of the database as they are at one moment, in turn with other {@link Readers}. Whatever it is, all of
 * it together has one deadline, after which it ends with a {@link QueryTimeoutException}.
 */
@Component
final class OneMoment {

    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final PlatformTransactionManager transactions;
    private final Readers readers;

    OneMoment(DataSource dataSource, Readers readers) {
        this.transactions = new JdbcTransactionManager(dataSource);
        this.readers = readers;
    }

    <T> T read(Supplier<T> reading) {
        return read(LONGEST, reading);
    }

    /** The deadline counts in whole seconds, from the first statement on. */
    <T> T read(Duration longest, Supplier<T> reading) {
        TransactionTemplate transaction = new TransactionTemplate(transactions);
        transaction.setReadOnly(true);
        transaction.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        transaction.setTimeout(Math.max(1, (int) longest.toSeconds()));
        try {
            return readers.read(() -> Objects.requireNonNull(transaction.execute(status -> reading.get())));
        } catch (TransactionTimedOutException e) {
            throw new QueryTimeoutException("all of it together took too long", e);
        }
    }
}
