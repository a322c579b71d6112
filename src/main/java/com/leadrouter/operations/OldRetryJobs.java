package com.leadrouter.operations;

import com.leadrouter.platform.Chore;
import com.leadrouter.platform.HasChores;
import java.time.Duration;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Forgets the re-sending in bulk that has ended: what came of it was seen long ago, and the audit has it for ever. */
@Component
final class OldRetryJobs implements HasChores {

    private static final String FORGET = """
            delete from retry_job
            where state <> 'RUNNING' and finished_at < statement_timestamp() - interval '30 days'
            """;

    private final JdbcClient jdbc;

    OldRetryJobs(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public List<Chore> chores() {
        return List.of(new Chore("forget what was re-sent long ago", Duration.ofHours(6), this::forget));
    }

    void forget() {
        jdbc.sql(FORGET).update();
    }
}
