package com.leadrouter.platform;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.bcrypt.BCrypt;

/** The keys that are configured as bcrypt hashes, each checked once ({@link SlowChecks}). */
final class BcryptKeys {

    /** bcrypt looks at no more bytes than that; a longer key would be as good as its beginning. */
    private static final Pattern PLAUSIBLE = Pattern.compile("[!-~]{1,72}");

    private static final class Entry {

        private final ApiKey.Bcrypt key;
        private final CallingSource source;
        private volatile byte @Nullable [] matched;

        Entry(ApiKey.Bcrypt key, CallingSource source) {
            this.key = key;
            this.source = source;
        }
    }

    private final List<Entry> entries = new ArrayList<>();
    private final SlowChecks checks = new SlowChecks();

    void add(ApiKey.Bcrypt key, CallingSource source) {
        entries.add(new Entry(key, source));
    }

    Optional<CallingSource> sourceOf(String sent) {
        return entries.isEmpty() || !PLAUSIBLE.matcher(sent).matches()
                ? Optional.empty()
                : checks.once(sent, this::remembered, mac -> check(sent, mac));
    }

    private Optional<CallingSource> remembered(byte[] mac) {
        Optional<CallingSource> source = Optional.empty();
        for (Entry entry : entries) {
            byte[] matched = entry.matched;
            if (matched != null && MessageDigest.isEqual(matched, mac)) {
                source = Optional.of(entry.source);
            }
        }
        return source;
    }

    private Optional<CallingSource> check(String sent, byte[] mac) {
        for (Entry entry : entries) {
            // A hash that has met its key meets no other: once all have, a wrong key costs nothing.
            if (entry.matched == null && BCrypt.checkpw(sent, entry.key.hash())) {
                entry.matched = mac;
                return Optional.of(entry.source);
            }
        }
        return Optional.empty();
    }

    @Override
    public String toString() {
        return "BcryptKeys[…]";
    }
}
