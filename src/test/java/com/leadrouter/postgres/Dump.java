package com.leadrouter.postgres;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/** All that is in a database, as text: each row a line that begins with its table. */
public record Dump(List<String> rows) {

    private static final String TABLES = """
            select c.oid::regclass::text
            from pg_class c
            where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
            order by 1
            """;

    public static Dump of(Database database) {
        try (Connection connection =
                DriverManager.getConnection(database.url(), database.username(), database.password())) {
            CopyManager copy = connection.unwrap(PGConnection.class).getCopyAPI();
            List<String> tables =
                    database.jdbc().sql(TABLES).query(String.class).list();
            return new Dump(tables.stream().flatMap(table -> rows(copy, table)).toList());
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Stream<String> rows(CopyManager copy, String table) {
        StringWriter text = new StringWriter();
        try {
            copy.copyOut("copy " + table + " to stdout", text);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString().lines().map(row -> table + ": " + row);
    }

    /** The rows that have one of the words, whatever its letter case. */
    public List<String> with(String word) {
        return rows.stream()
                .filter(row -> row.toLowerCase(Locale.ROOT).contains(word.toLowerCase(Locale.ROOT)))
                .toList();
    }
}
