package com.leadrouter.intake;

import com.leadrouter.platform.Chore;
import com.leadrouter.platform.HasChores;
import java.time.Duration;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Removes the idempotency keys and duplicate windows that have expired, a few at a time; who comes with such a key in
 * between finds it as good as gone.
 */
@Component
final class Forgetting implements HasChores {

    // It waits for no row, and so for no lead that is being taken in.
    private static final String FORGET_KEYS = """
            with expired as materialized (
                select source, kind, key
                from intake_key
                where expires_at < statement_timestamp()
                order by expires_at
                limit :most
                for update skip locked
            )
            delete from intake_key k
            using expired e
            where k.source = e.source and k.kind = e.kind and k.key = e.key
            """;

    private static final String FORGET_WINDOWS = """
            with expired as materialized (
                select fingerprint
                from intake_fingerprint
                where expires_at < statement_timestamp()
                order by expires_at
                limit :most
                for update skip locked
            )
            delete from intake_fingerprint f
            using expired e
            where f.fingerprint = e.fingerprint
            """;

    private static final Duration EVERY = Duration.ofMinutes(1);
    private static final int AT_A_TIME = 1000;

    private final JdbcClient jdbc;

    Forgetting(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public List<Chore> chores() {
        return List.of(
                new Chore("forget expired idempotency keys", EVERY, this::forgetKeys),
                new Chore("forget expired duplicate windows", EVERY, this::forgetWindows));
    }

    void forgetKeys() {
        forget(FORGET_KEYS);
    }

    void forgetWindows() {
        forget(FORGET_WINDOWS);
    }

    private void forget(String statement) {
        int forgotten;
        do {
            forgotten = jdbc.sql(statement).param("most", AT_A_TIME).update();
        } while (forgotten == AT_A_TIME);
    }
}
