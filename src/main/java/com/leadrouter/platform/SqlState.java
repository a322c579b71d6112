package com.leadrouter.platform;

import java.sql.SQLException;
import java.util.Optional;
import java.util.stream.Stream;

/** What the database calls a failure (PostgreSQL, appendix A), however that was wrapped on its way. */
final class SqlState {

    private SqlState() {}

    static Optional<String> of(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .filter(SQLException.class::isInstance)
                .map(cause -> ((SQLException) cause).getSQLState())
                .filter(state -> state != null)
                .reduce((outer, inner) -> inner);
    }
}
