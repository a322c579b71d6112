package com.leadrouter.platform;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Base64;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.stereotype.Component;

/**
 * Hashes by which a value is known again that is not kept: HMAC-SHA-256 with a secret, or phone numbers would be found by
 * trying them all. The secret is the configuration's, else one that the first start makes and the database keeps.
 */
@Component
public final class KeyedHashes {

    private static final String ALGORITHM = "HmacSHA256";

    // Whoever comes second takes what the first has made.
    private static final String KEEP = """
            insert into secret (name, value)
            values ('erasure-key', :made)
            on conflict (name) do nothing
            """;

    private static final String READ = """
            select value
            from secret
            where name = 'erasure-key'
            """;

    private final Supplier<String> secret;
    private volatile @Nullable SecretKeySpec key;

    @Autowired
    KeyedHashes(Settings settings, DataSource dataSource) {
        String configured =
                settings.bind(ErasureSettings.PREFIX, ErasureSettings.class).erasureKey();
        this.secret = configured == null ? () -> kept(dataSource) : () -> configured;
    }

    private KeyedHashes(String secret) {
        this.secret = () -> secret;
    }

    /** With that secret, whatever is configured. */
    public static KeyedHashes with(String secret) {
        return new KeyedHashes(secret);
    }

    /** The hash; equal values have different ones for different purposes. */
    public byte[] hash(String purpose, String value) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key());
            mac.update(purpose.getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0);
            return mac.doFinal(value.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    // Not at the start: the table is there when the database's gate has been passed.
    private SecretKeySpec key() {
        SecretKeySpec known = key;
        if (known == null) {
            known = new SecretKeySpec(secret.get().getBytes(StandardCharsets.UTF_8), ALGORITHM);
            key = known;
        }
        return known;
    }

    // On a connection of its own: what the caller's transaction rolls back would be known to this replica alone.
    private static String kept(DataSource dataSource) {
        try (Connection own = dataSource.getConnection()) {
            JdbcClient jdbc = JdbcClient.create(new SingleConnectionDataSource(own, true));
            byte[] made = new byte[32];
            new SecureRandom().nextBytes(made);
            jdbc.sql(KEEP)
                    .param("made", Base64.getEncoder().encodeToString(made))
                    .update();
            return jdbc.sql(READ).query(String.class).single();
        } catch (SQLException e) {
            throw new DataAccessResourceFailureException("no connection", e);
        }
    }

    @Override
    public String toString() {
        return "KeyedHashes[…]";
    }
}
