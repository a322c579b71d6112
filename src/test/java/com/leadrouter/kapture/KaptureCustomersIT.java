package com.leadrouter.kapture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.leadrouter.kapture.KnownCustomers.KnownCustomer;
import com.leadrouter.kapture.KnownCustomers.Unavailable;
import com.leadrouter.lead.DestinationName;
import com.leadrouter.lead.PersonHashes;
import com.leadrouter.platform.KeyedHashes;
import com.leadrouter.postgres.Database;
import com.leadrouter.postgres.TestDatabases;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

class KaptureCustomersIT {

    private static final DestinationName HERE = new DestinationName("kapture");
    private static final DestinationName ELSEWHERE = new DestinationName("kapture-two");
    private static final String PHONE = "+919876543210";
    private static final String EMAIL = "ada@example.com";

    private static Database database;
    private static JdbcClient jdbc;

    private static final PersonHashes HASHES = new PersonHashes(KeyedHashes.with("a secret"));

    private final KaptureCustomers customers = new KaptureCustomers(jdbc, HASHES);

    @BeforeAll
    static void connect() {
        database = TestDatabases.create().migrated();
        jdbc = database.jdbc();
    }

    @BeforeEach
    void empty() {
        jdbc.sql("delete from kapture_customer").update();
    }

    @Test
    void aCustomerIsFoundByPhoneOrByEmailWhateverItsLetterCase() {
        customers.remember(HERE, customer(7, PHONE, "Ada@Example.com"));

        assertThat(customers.find(HERE, PHONE, null)).contains(customer(7, PHONE, EMAIL));
        assertThat(customers.find(HERE, null, "ADA@example.COM")).contains(customer(7, PHONE, EMAIL));
        assertThat(customers.find(HERE, "+919876543211", EMAIL)).contains(customer(7, PHONE, EMAIL));
        assertThat(customers.find(HERE, "+919876543211", "b@example.com")).isEmpty();
        assertThat(customers.find(HERE, null, null)).isEmpty();
    }

    @Test
    void thePhoneGoesBeforeTheEmail() {
        customers.remember(HERE, customer(7, PHONE, null));
        customers.remember(HERE, customer(8, null, EMAIL));

        assertThat(customers.find(HERE, PHONE, EMAIL)).contains(customer(7, PHONE, null));
    }

    @Test
    void whatIsToldLaterIsAddedAndWhatIsNotToldStays() {
        customers.remember(HERE, customer(7, PHONE, null));
        customers.remember(HERE, customer(7, null, EMAIL));

        assertThat(customers.find(HERE, PHONE, null)).contains(customer(7, PHONE, EMAIL));
    }

    @Test
    void ofSeveralTheOneToldLastIsFound() {
        customers.remember(HERE, customer(8, PHONE, null));
        customers.remember(HERE, customer(9, PHONE, null));
        customers.remember(HERE, customer(8, null, null));

        assertThat(customers.find(HERE, PHONE, null)).map(KnownCustomer::id).contains(new CustomerId(8));
    }

    @Test
    void destinationsDoNotShareTheirCustomers() {
        customers.remember(HERE, customer(7, PHONE, EMAIL));

        assertThat(customers.find(ELSEWHERE, PHONE, EMAIL)).isEmpty();
        customers.forget(ELSEWHERE, new CustomerId(7));
        assertThat(customers.find(HERE, PHONE, EMAIL)).isPresent();
    }

    @Test
    void whoIsForgottenIsNotFound() {
        customers.remember(HERE, customer(7, PHONE, EMAIL));

        customers.forget(HERE, new CustomerId(7));

        assertThat(customers.find(HERE, PHONE, EMAIL)).isEmpty();
    }

    @Test
    void aDatabaseThatIsAwayIsToldFromABug() {
        PGSimpleDataSource nobody = new PGSimpleDataSource();
        nobody.setServerNames(new String[] {"127.0.0.1"});
        nobody.setPortNumbers(new int[] {1});
        KaptureCustomers away = new KaptureCustomers(JdbcClient.create(nobody), HASHES);

        assertThatThrownBy(() -> away.find(HERE, PHONE, EMAIL)).isInstanceOf(Unavailable.class);
        assertThatThrownBy(() -> away.remember(HERE, customer(7, PHONE, EMAIL))).isInstanceOf(Unavailable.class);
    }

    @Test
    void customersThatAreLockedAreToldFromABug() throws SQLException {
        PGSimpleDataSource impatient = new PGSimpleDataSource();
        impatient.setUrl(database.url());
        impatient.setUser(database.username());
        impatient.setPassword(database.password());
        impatient.setOptions("-c lock_timeout=100ms");
        KaptureCustomers locked = new KaptureCustomers(JdbcClient.create(impatient), HASHES);
        customers.remember(HERE, customer(7, PHONE, EMAIL));

        try (Connection other = database.dataSource().getConnection();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("lock table kapture_customer in access exclusive mode");

            assertThatThrownBy(() -> locked.find(HERE, PHONE, EMAIL)).isInstanceOf(Unavailable.class);
            assertThatThrownBy(() -> locked.remember(HERE, customer(7, PHONE, EMAIL)))
                    .isInstanceOf(Unavailable.class);
            assertThatThrownBy(() -> locked.forget(HERE, new CustomerId(7))).isInstanceOf(Unavailable.class);
        }
        assertThat(locked.find(HERE, PHONE, EMAIL)).isPresent();
    }

    private static KnownCustomer customer(long id, @Nullable String phone, @Nullable String email) {
        return new KnownCustomer(new CustomerId(id), phone, email);
    }
}
