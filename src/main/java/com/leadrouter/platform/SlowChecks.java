package com.leadrouter.platform;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Secrets whose check is slow on purpose, each checked once: one that did not match is remembered here, one that did by
 * whoever asks, both as HMAC-SHA-256 under a key that this process has made for itself. Secrets that nobody has sent before
 * are checked one at a time and for a quarter of one processor's time at most; who has to wait longer than a second for
 * that is told to come again ({@link KeysBusy}). The reasons are in ADR 7.
 */
public final class SlowChecks {

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

    private static final String HMAC = "HmacSHA256";

    private final Mac secret = newSecret();
    private final Semaphore turn = new Semaphore(1, true);
    private final Cache<ByteBuffer, Boolean> wrong =
            Caffeine.newBuilder().maximumSize(1000).executor(Runnable::run).build();
    private long restUntil = System.nanoTime();

    /** {@code remembered} and {@code check} answer for what was sent, which they are given as its HMAC. */
    public <T> Optional<T> once(
            String sent, Function<byte[], Optional<T>> remembered, Function<byte[], Optional<T>> check) {
        byte[] mac = mac(sent);
        Optional<T> known = remembered.apply(mac);
        if (known.isPresent() || isWrong(mac)) {
            return known;
        }
        long deadline = System.nanoTime() + LONGEST_WAIT.toNanos();
        takeTurn();
        try {
            rest(deadline);
            // Whoever had the turn before may have brought the same.
            Optional<T> meanwhile = remembered.apply(mac);
            return meanwhile.isPresent() || isWrong(mac) ? meanwhile : checked(mac, check);
        } finally {
            turn.release();
        }
    }

    private boolean isWrong(byte[] mac) {
        return wrong.getIfPresent(ByteBuffer.wrap(mac)) != null;
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

    private <T> Optional<T> checked(byte[] mac, Function<byte[], Optional<T>> check) {
        long start = System.nanoTime();
        Optional<T> matched = check.apply(mac);
        if (matched.isEmpty()) {
            wrong.put(ByteBuffer.wrap(mac), true);
            long end = System.nanoTime();
            restUntil = end + 3 * (end - start);
        }
        return matched;
    }

    private static Mac newSecret() {
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(random, HMAC));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    // Each request needs one; a copy spares it the search for the algorithm.
    private byte[] mac(String sent) {
        try {
            return ((Mac) secret.clone()).doFinal(sent.getBytes(StandardCharsets.UTF_8));
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        return "SlowChecks[…]";
    }
}
