package com.leadrouter.platform;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.crypto.bcrypt.BCrypt;
import org.springframework.stereotype.Component;

/**
 * The operators with their passwords, each checked once ({@link SlowChecks}). A name that nobody has takes as long as a
 * wrong password.
 */
@Component
final class Operators {

    private static final Logger log = LoggerFactory.getLogger(Operators.class);

    /** bcrypt looks at no more bytes than that; a longer password would be as good as its beginning. */
    private static final int LONGEST_PASSWORD = 72;

    /** What bcrypt is given for a name that nobody has. */
    private static final String NOBODY = "nobody's password";

    /** One who may sign in, and what of. */
    record Operator(String name, OperatorRole role) {}

    private static final class Entry {

        private final Operator operator;
        private final ApiKey.Bcrypt hash;
        private volatile byte @Nullable [] matched;

        Entry(Operator operator, ApiKey.Bcrypt hash) {
            this.operator = operator;
            this.hash = hash;
        }
    }

    private final Map<String, Entry> entries = new TreeMap<>();
    private final SlowChecks checks = new SlowChecks();
    private final String decoy;

    Operators(OperatorSettings settings) {
        settings.operators()
                .forEach(one -> entries.put(one.who(), new Entry(new Operator(one.who(), one.may()), one.hash())));
        if (entries.isEmpty()) {
            log.info("No operators are configured (lead-router.operators): the operators' API lets nobody in");
        }
        int cost = entries.values().stream()
                .mapToInt(entry -> entry.hash.cost())
                .max()
                .orElse(4);
        this.decoy = BCrypt.hashpw(NOBODY, BCrypt.gensalt(cost));
    }

    /** Who has that name and that password; {@link KeysBusy} where that cannot be told just now. */
    Optional<Operator> find(String name, String password) {
        if (entries.isEmpty()
                || password.isEmpty()
                || password.getBytes(StandardCharsets.UTF_8).length > LONGEST_PASSWORD) {
            return Optional.empty();
        }
        @Nullable Entry entry = entries.get(name);
        return checks.once(name + ":" + password, mac -> remembered(entry, mac), mac -> check(entry, password, mac));
    }

    private static Optional<Operator> remembered(@Nullable Entry entry, byte[] mac) {
        if (entry == null) {
            return Optional.empty();
        }
        byte[] matched = entry.matched;
        return matched != null && MessageDigest.isEqual(matched, mac) ? Optional.of(entry.operator) : Optional.empty();
    }

    private Optional<Operator> check(@Nullable Entry entry, String password, byte[] mac) {
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
