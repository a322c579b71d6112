package com.leadrouter.operations;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionTimedOutException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Reads several things of the database as they are at one moment, in turn with other {@link Readers}, each statement with a
 * plan for its very values: what is rare and what is everywhere are not to be found in the same way. Whatever it is, all of it
 * together has one deadline, after which it ends with a {@link QueryTimeoutException}.
 */
@Component
final class OneMoment {

    private static final Duration LONGEST = Duration.ofSeconds(10);

    // Of this transaction alone.
    private static final String SET = """
            select set_config('plan_cache_mode', 'force_custom_plan', true),
                set_config('statement_timeout', :millis, true)
            """;

    private final PlatformTransactionManager transactions;
    private final JdbcClient jdbc;
    private final Readers readers;

    OneMoment(DataSource dataSource, Readers readers) {
        this.transactions = new JdbcTransactionManager(dataSource);
        this.jdbc = JdbcClient.create(dataSource);
        this.readers = readers;
    }

    <T> T read(Supplier<T> reading) {
        return read(LONGEST, reading);
    }

    /** With a time that no statement may exceed, and in whole seconds not all of them together. */
    <T> T read(Duration longest, Supplier<T> reading) {
        TransactionTemplate transaction = new TransactionTemplate(transactions);
        transaction.setReadOnly(true);
        transaction.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        transaction.setTimeout(Math.max(1, (int) longest.toSeconds()));
        try {
            return readers.read(() -> Objects.requireNonNull(transaction.execute(status -> {
                jdbc.sql(SET)
                        .param("millis", Long.toString(longest.toMillis()))
                        .query((row, number) -> number)
                        .list();
                return reading.get();
            })));
        } catch (TransactionTimedOutException e) {
            throw new QueryTimeoutException("all of it together took too long", e);
        }
    }
}
