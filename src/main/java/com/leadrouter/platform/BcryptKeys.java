package com.leadrouter.platform;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.bcrypt.BCrypt;

/**
 * The keys that are configured as bcrypt hashes. A check is slow on purpose, so it is made once for each key: one that
 * matched is remembered, and so is one that did not, both as HMAC-SHA-256 under a key that this process has made for
 * itself. Keys that nobody has sent before are checked one at a time and for a quarter of one processor's time at most;
 * who has to wait longer than a second for that is told to come again ({@link KeysBusy}). The reasons are in ADR 7.
 */
final class BcryptKeys {

    /** bcrypt looks at no more bytes than that; a longer key would be as good as its beginning. */
    private static final Pattern PLAUSIBLE = Pattern.compile("[!-~]{1,72}");

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

    private static final String HMAC = "HmacSHA256";

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
    private final SecretKeySpec secret = newSecret();
    private final Semaphore turn = new Semaphore(1, true);
    private final Cache<ByteBuffer, Boolean> wrong =
            Caffeine.newBuilder().maximumSize(1000).executor(Runnable::run).build();
    private long restUntil = System.nanoTime();

    void add(ApiKey.Bcrypt key, CallingSource source) {
        entries.add(new Entry(key, source));
    }

    Optional<CallingSource> sourceOf(String sent) {
        if (entries.isEmpty() || !PLAUSIBLE.matcher(sent).matches()) {
            return Optional.empty();
        }
        byte[] mac = mac(sent);
        Optional<CallingSource> remembered = remembered(mac);
        if (remembered.isPresent() || wrong.getIfPresent(ByteBuffer.wrap(mac)) != null) {
            return remembered;
        }
        long deadline = System.nanoTime() + LONGEST_WAIT.toNanos();
        takeTurn();
        try {
            rest(deadline);
            // Whoever had the turn before may have brought the same.
            Optional<CallingSource> meanwhile = remembered(mac);
            return meanwhile.isPresent() || wrong.getIfPresent(ByteBuffer.wrap(mac)) != null
                    ? meanwhile
                    : check(sent, mac);
        } finally {
            turn.release();
        }
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

    private void takeTurn() {
        try {
            if (!turn.tryAcquire(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new KeysBusy();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KeysBusy();
        }
    }

    // Who could not be looked at within the longest wait is told so now: nobody waits for a rest to end in vain.
    private void rest(long deadline) {
        if (restUntil - deadline > 0) {
            throw new KeysBusy();
        }
        LockSupport.parkNanos(restUntil - System.nanoTime());
    }

    private Optional<CallingSource> check(String sent, byte[] mac) {
        long start = System.nanoTime();
        for (Entry entry : entries) {
            // A hash that has met its key meets no other: once all have, a wrong key costs nothing.
            if (entry.matched == null && BCrypt.checkpw(sent, entry.key.hash())) {
                entry.matched = mac;
                return Optional.of(entry.source);
            }
        }
        wrong.put(ByteBuffer.wrap(mac), true);
        long end = System.nanoTime();
        restUntil = end + 3 * (end - start);
        return Optional.empty();
    }

    private static SecretKeySpec newSecret() {
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        return new SecretKeySpec(random, HMAC);
    }

    private byte[] mac(String sent) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(secret);
            return mac.doFinal(sent.getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        return "BcryptKeys[…]";
    }
}
