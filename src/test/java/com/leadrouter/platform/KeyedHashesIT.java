package com.leadrouter.platform;

import static org.assertj.core.api.Assertions.assertThat;

import com.leadrouter.postgres.Database;
import com.leadrouter.postgres.TestDatabases;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class KeyedHashesIT {

    private static final String PHONE = "+919876543210";

    private static DataSource dataSource;
    private static JdbcClient jdbc;

    @BeforeAll
    static void connect() {
        Database database = TestDatabases.create().migrated();
        dataSource = database.dataSource();
        jdbc = database.jdbc();
    }

    @BeforeEach
    void empty() {
        jdbc.sql("delete from secret").update();
    }

    @Test
    void replicasWithoutAConfiguredSecretShareOneThatTheFirstHasMade() {
        KeyedHashes one = hashes(Map.of());
        KeyedHashes two = hashes(Map.of("lead-router.erasure-key", " "));

        assertThat(one.hash("phone", PHONE)).isEqualTo(two.hash("phone", PHONE)).hasSize(32);

        String kept = jdbc.sql("select value from secret").query(String.class).single();
        assertThat(Base64.getDecoder().decode(kept)).hasSize(32);
    }

    @Test
    void whatItMakesStaysThoughItsCallerRollsBack() {
        KeyedHashes one = hashes(Map.of());
        byte[] hash = new TransactionTemplate(new JdbcTransactionManager(dataSource)).execute(transaction -> {
            transaction.setRollbackOnly();
            return one.hash("phone", PHONE);
        });

        assertThat(hashes(Map.of()).hash("phone", PHONE)).isEqualTo(hash);
    }

    @Test
    void aConfiguredSecretIsKeptNowhere() {
        KeyedHashes configured = hashes(Map.of("lead-router.erasure-key", "a secret"));

        assertThat(configured.hash("phone", PHONE))
                .isEqualTo(KeyedHashes.with("a secret").hash("phone", PHONE));
        assertThat(jdbc.sql("select count(*) from secret").query(Integer.class).single())
                .isZero();
    }

    @Test
    void secretPurposeAndValueEachMakeAnotherHash() {
        KeyedHashes hashes = KeyedHashes.with("a secret");

        assertThat(hashes.hash("phone", PHONE))
                .isNotEqualTo(KeyedHashes.with("another").hash("phone", PHONE))
                .isNotEqualTo(hashes.hash("email", PHONE))
                .isNotEqualTo(hashes.hash("phone", PHONE + "0"));
    }

    @Test
    void itIsHmacSha256OfThePurposeAZeroByteAndTheValue() throws Exception {
        javax.crypto.Mac mac = javax.crypto.Mac.getInstance("HmacSHA256");
        mac.init(new javax.crypto.spec.SecretKeySpec("a secret".getBytes(StandardCharsets.UTF_8), "any"));

        assertThat(HexFormat.of().formatHex(KeyedHashes.with("a secret").hash("phone", PHONE)))
                .isEqualTo(HexFormat.of().formatHex(mac.doFinal(("phone\0" + PHONE).getBytes(StandardCharsets.UTF_8))));
    }

    @Test
    void theSecretIsNotShown() {
        assertThat(KeyedHashes.with("a secret").toString()).doesNotContain("a secret");
        assertThat(new ErasureSettings("a secret").toString()).doesNotContain("a secret");
    }

    private static KeyedHashes hashes(Map<String, String> properties) {
        return new KeyedHashes(RemoteCallsFixture.settings(properties), dataSource);
    }
}
