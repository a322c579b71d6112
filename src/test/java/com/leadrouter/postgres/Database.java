package com.leadrouter.postgres;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** Where a database is and how to get in. */
public record Database(String url, String username, String password) {

    private static final Pattern NAME = Pattern.compile("/[^/?]*(\\?|$)");

    Database named(String name) {
        return new Database(NAME.matcher(url).replaceFirst("/" + name + "$1"), username, password);
    }

    /** Without a pool. */
    public DataSource dataSource() {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(url);
        dataSource.setUser(username);
        dataSource.setPassword(password);
        return dataSource;
    }

    /** Over a connection of its own that stays open, for a test's own looks; not for several threads at once. */
    public JdbcClient jdbc() {
        return JdbcClient.create(new SingleConnectionDataSource(url, username, password, true));
    }

    public Database migrated() {
        Flyway.configure().dataSource(dataSource()).load().migrate();
        return this;
    }

    public void execute(String sql) {
        try (Connection connection = DriverManager.getConnection(url, username, password);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
