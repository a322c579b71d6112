package com.leadrouter.platform;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Refuses a database to which a lead cannot be entrusted: one that takes no writes, one that forgets what it has
 * committed, and a role that may not do what the service does.
 */
@Component
final class DatabaseSafety {

    private static final Logger log = LoggerFactory.getLogger(DatabaseSafety.class);

    static final String TAKES_NO_WRITES =
            "spring.datasource.url: this PostgreSQL takes no writes: it is a standby, or read-only";

    private static final String FORGETFUL = """
            select name
            from pg_settings
            where name in ('fsync', 'synchronous_commit', 'full_page_writes') and setting = 'off'
            order by name
            """;

    private static final String MISSING_RIGHTS = """
            select c.relname
            from pg_class c
            join pg_namespace n on n.oid = c.relnamespace
            where n.nspname = current_schema() and c.relkind in ('r', 'p') and not c.relispartition
              and c.relname <> 'flyway_schema_history'
              and not has_table_privilege(c.oid, 'select, insert, update, delete')
            order by c.relname
            """;

    private final JdbcClient jdbc;
    private final DatabaseSettings settings;

    DatabaseSafety(JdbcClient jdbc, DatabaseSettings settings) {
        this.jdbc = jdbc;
        this.settings = settings;
    }

    /** Before the schema is touched. */
    void refuseAnUnsafeServer() {
        // Where the URL says that any server will do, the pool has not seen to it.
        if (jdbc.sql("select current_setting('transaction_read_only')::boolean")
                .query(Boolean.class)
                .single()) {
            throw new CannotStart(TAKES_NO_WRITES);
        }
        List<String> off = jdbc.sql(FORGETFUL).query(String.class).list();
        if (off.isEmpty()) {
            return;
        }
        String what = "this PostgreSQL has " + String.join(", ", off) + " off and may forget leads that were accepted";
        if (!settings.allowUnsafeDatabase()) {
            throw new CannotStart("spring.datasource.url: " + what + " (for tests: lead-router.allow-unsafe-database)");
        }
        log.warn("{}; allowed by lead-router.allow-unsafe-database", what);
    }

    /** Once the schema is there. */
    void refuseARoleWithoutRights() {
        List<String> tables = jdbc.sql(MISSING_RIGHTS).query(String.class).list();
        if (!tables.isEmpty()) {
            throw new CannotStart("spring.datasource.username: this role needs select, insert, update and delete on "
                    + String.join(", ", tables));
        }
    }
}
