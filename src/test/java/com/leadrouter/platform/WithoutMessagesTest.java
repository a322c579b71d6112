package com.leadrouter.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;

class WithoutMessagesTest {

    private static final RuntimeException DISK_FULL =
            new DataAccessResourceFailureException("for ada@example.com", new SQLException("ada@example.com", "53100"));

    @Test
    void aLogShowsClassesFramesAndTheDatabasesCodeAndNoMessage() {
        StringWriter log = new StringWriter();
        WithoutMessages.of(DISK_FULL).printStackTrace(new PrintWriter(log));

        assertThat(log.toString())
                .startsWith(DataAccessResourceFailureException.class.getName())
                .contains(
                        "Caused by: java.sql.SQLException, SQL state 53100",
                        "\tat " + getClass().getName())
                .doesNotContain("ada");
    }

    @Test
    void inShortItIsOneLine() {
        assertThat(WithoutMessages.inShort(DISK_FULL)).isEqualTo("DataAccessResourceFailureException, SQL state 53100");
        assertThat(WithoutMessages.inShort(new IllegalStateException("ada"))).isEqualTo("IllegalStateException");
    }
}
