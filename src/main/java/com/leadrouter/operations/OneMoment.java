package com.leadrouter.operations;

import java.sql.Types;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Reads several things of the database as they are at one moment, each statement with a plan for its very values: what is rare
 * and what is everywhere are not to be found in the same way.
 */
@Component
final class OneMoment {

    // Of this transaction alone.
    private static final String SET = """
            select set_config('plan_cache_mode', 'force_custom_plan', true),
                set_config('statement_timeout', coalesce(:millis, current_setting('statement_timeout')), true)
            """;

    private final TransactionTemplate transactions;
    private final JdbcClient jdbc;

    OneMoment(DataSource dataSource) {
        this.jdbc = JdbcClient.create(dataSource);
        this.transactions = new TransactionTemplate(new JdbcTransactionManager(dataSource));
        transactions.setReadOnly(true);
        transactions.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
    }

    <T> T read(Supplier<T> reading) {
        return read(null, reading);
    }

    /** The same with a time that no statement may exceed. */
    <T> T read(@Nullable Duration longest, Supplier<T> reading) {
        return Objects.requireNonNull(transactions.execute(transaction -> {
            jdbc.sql(SET)
                    .param("millis", longest == null ? null : Long.toString(longest.toMillis()), Types.VARCHAR)
                    .query((row, number) -> number)
                    .list();
            return reading.get();
        }));
    }
}
