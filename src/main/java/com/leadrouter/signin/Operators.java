package com.leadrouter.signin;

import com.leadrouter.platform.ApiKey;
import com.leadrouter.platform.CallingOperator;
import com.leadrouter.platform.SlowChecks;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.bcrypt.BCrypt;
import org.springframework.stereotype.Component;

/**
 * The operators with their passwords, each checked once ({@link SlowChecks}). A name that nobody has takes as long as a
 * wrong password.
 */
@Component
final class Operators {

    /** bcrypt looks at no more bytes than that; a longer password would be as good as its beginning. */
    private static final int LONGEST_PASSWORD = 72;

    /** What bcrypt is given for a name that nobody has. */
    private static final String NOBODY = "nobody's password";

    private static final class Entry {

        private final CallingOperator operator;
        private final ApiKey.Bcrypt hash;
        private volatile byte @Nullable [] matched;

        Entry(CallingOperator operator, ApiKey.Bcrypt hash) {
            this.operator = operator;
            this.hash = hash;
        }
    }

    private final Map<String, Entry> entries = new TreeMap<>();
    private final SlowChecks checks = new SlowChecks();
    private final String decoy;

    Operators(OperatorSettings settings) {
        settings.operators()
                .forEach(one -> entries.put(
                        one.who(),
                        new Entry(new CallingOperator(one.who(), one.may() == OperatorRole.OPERATOR), one.hash())));
        int cost = entries.values().stream()
                .mapToInt(entry -> entry.hash.cost())
                .max()
                .orElse(4);
        this.decoy = BCrypt.hashpw(NOBODY, BCrypt.gensalt(cost));
    }

    /** Whether nobody can sign in with a password at all. */
    boolean isEmpty() {
        return entries.isEmpty();
    }

    /** Who has that name and that password; {@link com.leadrouter.platform.KeysBusy} where that cannot be told just now. */
    Optional<CallingOperator> find(String name, String password) {
        if (entries.isEmpty()
                || password.isEmpty()
                || password.getBytes(StandardCharsets.UTF_8).length > LONGEST_PASSWORD) {
            return Optional.empty();
        }
        @Nullable Entry entry = entries.get(name);
        return checks.once(name + ":" + password, mac -> remembered(entry, mac), mac -> check(entry, password, mac));
    }

    /** What tells later whether somebody has still the password with which he signed in; it does not tell the password. */
    Optional<String> markOf(String name) {
        return Optional.ofNullable(entries.get(name)).map(Operators::mark);
    }

    /** The operator of that name, as he is configured now, unless his password has been changed since. */
    Optional<CallingOperator> still(String name, String mark) {
        return Optional.ofNullable(entries.get(name))
                .filter(entry -> mark(entry).equals(mark))
                .map(entry -> entry.operator);
    }

    private static String mark(Entry entry) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(entry.hash.hash().getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Optional<CallingOperator> remembered(@Nullable Entry entry, byte[] mac) {
        if (entry == null) {
            return Optional.empty();
        }
        byte[] matched = entry.matched;
        return matched != null && MessageDigest.isEqual(matched, mac) ? Optional.of(entry.operator) : Optional.empty();
    }

    private Optional<CallingOperator> check(@Nullable Entry entry, String password, byte[] mac) {
        boolean right = BCrypt.checkpw(password, entry == null ? decoy : entry.hash.hash());
        if (entry == null || !right) {
            return Optional.empty();
        }
        entry.matched = mac;
        return Optional.of(entry.operator);
    }

    @Override
    public String toString() {
        return "Operators[…]";
    }
}
