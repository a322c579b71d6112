package com.leadrouter.platform;

import java.util.List;
import java.util.stream.Stream;
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

    // One by one: asked for several at once, PostgreSQL says yes where one of them is held. Partitions are made month
    // by month, hence "create"; they are reached through their parents.
    private static final String MISSING_RIGHTS = """
            select right_to || ' on ' || c.relname
            from pg_class c
            join pg_namespace n on n.oid = c.relnamespace
            cross join unnest(array['select', 'insert', 'update', 'delete']) with ordinality as r(right_to, place)
            where n.nspname = current_schema() and c.relkind in ('r', 'p') and not c.relispartition
              and c.relname <> 'flyway_schema_history'
              and not has_table_privilege(c.oid, right_to)
            order by c.relname, place
            """;

    private static final String MISSING_RIGHT_TO_MAKE_PARTITIONS = """
            select 'create in schema ' || current_schema()
            where not has_schema_privilege(current_schema(), 'create')
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
        List<String> missing = Stream.of(MISSING_RIGHTS, MISSING_RIGHT_TO_MAKE_PARTITIONS)
                .flatMap(sql -> jdbc.sql(sql).query(String.class).list().stream())
                .toList();
        if (!missing.isEmpty()) {
            throw new CannotStart(
                    "spring.datasource.username: this role lacks the right to " + String.join(", ", missing));
        }
    }
}
