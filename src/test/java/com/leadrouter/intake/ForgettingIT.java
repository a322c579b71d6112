package com.leadrouter.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.leadrouter.postgres.Database;
import com.leadrouter.postgres.TestDatabases;
import java.sql.Connection;
import java.sql.Statement;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.jdbc.core.simple.JdbcClient;

@Timeout(60)
class ForgettingIT {

    /** 2,500 that have expired, and 10 that have not. */
    private static final String FILL = """
            truncate intake_key, intake_fingerprint;
            insert into intake_key (source, kind, key, lead_id, content_hash, expires_at)
            select 'web', 'HEADER', i::text, gen_random_uuid(), '', now() + case when i <= 10 then 1 else -1 end
                * interval '1 minute'
            from generate_series(1, 2510) i;
            insert into intake_fingerprint (fingerprint, lead_id, expires_at)
            select sha256(key::bytea), lead_id, expires_at from intake_key;
            """;

    private static Database database;
    private static JdbcClient jdbc;

    @BeforeAll
    static void connect() {
        database = TestDatabases.create().migrated();
        jdbc = database.jdbc();
    }

    @Test
    void whatHasExpiredIsForgottenAndNothingElse() {
        database.execute(FILL);
        Forgetting forgetting = new Forgetting(jdbc);

        forgetting.forgetKeys();
        forgetting.forgetWindows();

        assertThat(remaining("intake_key")).isEqualTo(10);
        assertThat(remaining("intake_fingerprint")).isEqualTo(10);
        assertThat(jdbc.sql("select bool_and(expires_at > now()) from intake_fingerprint")
                        .query(Boolean.class)
                        .single())
                .isTrue();
    }

    @Test
    void whatIsBeingTakenOverIsLeftAlone() throws Exception {
        database.execute(FILL);
        try (Connection other = database.dataSource().getConnection();
                Statement takingOver = other.createStatement()) {
            other.setAutoCommit(false);
            takingOver.execute("update intake_key set expires_at = now() + interval '1 minute' where key = '2000'");

            new Forgetting(jdbc).forgetKeys();

            other.commit();
        }
        assertThat(remaining("intake_key")).isEqualTo(11);
    }

    private static int remaining(String table) {
        return jdbc.sql("select count(*) from " + table).query(Integer.class).single();
    }
}
