package com.leadrouter.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.jdbc.UncategorizedSQLException;

class DataErrorsTest {

    @Test
    void whatTheDatabaseRefusesIsAnErrorOfTheData() {
        assertThat(DataErrors.isDataError(
                        new DataIntegrityViolationException("", new SQLException("invalid byte", "22021"))))
                .isTrue();
    }

    @Test
    void aDatabaseThatIsAwayOrBusyIsNot() {
        assertThat(DataErrors.isDataError(new CannotGetJdbcConnectionException("away", new SQLException("", "08001"))))
                .isFalse();
        assertThat(DataErrors.isDataError(
                        new DataAccessResourceFailureException("full", new SQLException("disk full", "53100"))))
                .isFalse();
        assertThat(DataErrors.isDataError(new CannotAcquireLockException("deadlock")))
                .isFalse();
        assertThat(DataErrors.isDataError(
                        new UncategorizedSQLException("", null, new SQLException("lock time-out", "55P03"))))
                .isFalse();
        assertThat(DataErrors.isDataError(
                        new UncategorizedSQLException("", null, new SQLException("read-only", "25006"))))
                .isFalse();
        assertThat(DataErrors.isDataError(
                        new UncategorizedSQLException("", null, new SQLException("could not write", "58030"))))
                .isFalse();
        assertThat(DataErrors.isDataError(new IllegalStateException())).isFalse();
    }
}
