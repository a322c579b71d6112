package com.leadrouter.platform;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionTemplate;

/** Transactions whose statements may take their time, unlike all others; for how long to wait for a lock stays as it is. */
public final class LongTransactions {

    // The server has the first word: it ends the statement, and the connection lives.
    private static final Duration LATER = Duration.ofSeconds(5);

    private final DataSource dataSource;
    private final JdbcClient jdbc;
    private final TransactionOperations transactions;
    private final Duration patience;

    /** Each statement may take so long; 0 is for ever. */
    public LongTransactions(DataSource dataSource, Duration patience) {
        this.dataSource = dataSource;
        this.jdbc = JdbcClient.create(dataSource);
        this.transactions = new TransactionTemplate(new JdbcTransactionManager(dataSource));
        this.patience = patience;
    }

    public <T> T execute(Supplier<T> work) {
        return Objects.requireNonNull(transactions.execute(transaction -> {
            jdbc.sql("select set_config('statement_timeout', :millis, true)")
                    .param("millis", Long.toString(patience.toMillis()))
                    .query(String.class)
                    .single();
            waitForAnswers();
            return work.get();
        }));
    }

    // The pool sets its own limit again when it gets the connection back.
    private void waitForAnswers() {
        try {
            DataSourceUtils.getConnection(dataSource)
                    .setNetworkTimeout(
                            Runnable::run,
                            patience.isZero()
                                    ? 0
                                    : Math.toIntExact(patience.plus(LATER).toMillis()));
        } catch (SQLException e) {
            throw new DataAccessResourceFailureException("cannot wait for long", e);
        }
    }
}
