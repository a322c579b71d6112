package com.leadrouter.operations;

import com.leadrouter.platform.CallingOperator;
import java.sql.Types;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionTemplate;

/** The audit: the table {@code operator_action}. What is done is on record with it or not done at all. */
@Component
final class OperatorActions {

    private static final String NOTE = """
            insert into operator_action (operator, action, target, count, reason)
            values (:operator, :action, :target, :count, :reason)
            """;

    private final JdbcClient jdbc;
    private final TransactionOperations transactions;

    OperatorActions(DataSource dataSource, JdbcClient jdbc) {
        this.jdbc = jdbc;
        this.transactions = new TransactionTemplate(new JdbcTransactionManager(dataSource));
    }

    /** Does one thing to one target and notes it, in one transaction; {@code act} must call nobody outside. */
    <T> T doing(
            CallingOperator operator, OperatorAction action, String target, @Nullable String reason, Supplier<T> act) {
        return doing(operator, action, target, reason, act, result -> 1);
    }

    /**
     * The same with how many things it changed; what changed nothing, as when it was asked for again, is not noted. The
     * target is what was acted upon: a destination, a lead's id, or one followed by {@code /} and a destination.
     */
    <T> T doing(
            CallingOperator operator,
            OperatorAction action,
            String target,
            @Nullable String reason,
            Supplier<T> act,
            ToIntFunction<T> changed) {
        return Objects.requireNonNull(transactions.execute(transaction -> {
            T result = act.get();
            int count = changed.applyAsInt(result);
            if (count > 0) {
                jdbc.sql(NOTE)
                        .param("operator", operator.name())
                        .param("action", action.word())
                        .param("target", target)
                        .param("count", count)
                        .param("reason", Reason.orNull(reason), Types.VARCHAR)
                        .update();
            }
            return result;
        }));
    }
}
