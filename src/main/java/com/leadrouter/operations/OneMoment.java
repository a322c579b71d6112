package com.leadrouter.operations;

import java.util.Objects;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Reads several things of the database as they are at one moment. */
@Component
final class OneMoment {

    private final TransactionTemplate transactions;

    OneMoment(DataSource dataSource) {
        this.transactions = new TransactionTemplate(new JdbcTransactionManager(dataSource));
        transactions.setReadOnly(true);
        transactions.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
    }

    <T> T read(Supplier<T> reading) {
        return Objects.requireNonNull(transactions.execute(transaction -> reading.get()));
    }
}
