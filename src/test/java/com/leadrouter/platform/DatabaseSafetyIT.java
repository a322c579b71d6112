package com.leadrouter.platform;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.leadrouter.postgres.Database;
import com.leadrouter.postgres.TestDatabases;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A role that may not do all that the service does is refused at the start, not when a lead comes. */
class DatabaseSafetyIT {

    private static final String ROLE = "may_do_some";

    private static Database database;
    private static DatabaseSafety safety;

    @BeforeAll
    static void connect() {
        database = TestDatabases.create().migrated();
        database.execute("create role " + ROLE + " login password 'some'");
        database.execute("revoke create on schema public from public"); // which PostgreSQL 14 grants to all
        Database some = new Database(database.url(), ROLE, "some");
        safety = new DatabaseSafety(
                JdbcClient.create(some.dataSource()), new DatabaseSettings(Duration.ofSeconds(1), false));
    }

    @BeforeEach
    void allRights() {
        database.execute("grant select, insert, update, delete on all tables in schema public to " + ROLE);
        database.execute("grant create on schema public to " + ROLE);
    }

    @AfterAll
    static void leaveNoRole() {
        database.execute("drop owned by " + ROLE + "; drop role " + ROLE);
    }

    @Test
    void aRoleWithAllRightsIsTaken() {
        assertThatCode(safety::refuseARoleWithoutRights).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "select, delivery",
        "insert, lead",
        "update, delivery",
        "delete, person_in_flight",
        "delete, delivery_call",
        "update, destination_state",
        "insert, kapture_customer",
        "select, intake_key"
    })
    void aRoleThatLacksOneRightIsRefusedByNameOfRightAndTable(String right, String table) {
        database.execute("revoke %s on %s from %s".formatted(right, table, ROLE));

        assertThatThrownBy(safety::refuseARoleWithoutRights)
                .isInstanceOf(CannotStart.class)
                .hasMessage("spring.datasource.username: this role lacks the right to " + right + " on " + table);
    }

    @Test
    void aRoleThatCannotMakeThePartitionsOfComingMonthsIsRefused() {
        database.execute("revoke create on schema public from " + ROLE);

        assertThatThrownBy(safety::refuseARoleWithoutRights)
                .isInstanceOf(CannotStart.class)
                .hasMessage("spring.datasource.username: this role lacks the right to create in schema public");
    }
}
