package com.leadrouter.platform;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A key as it is configured: plain, as its SHA-256 digest or as its bcrypt hash. The plain one is not kept. */
public sealed interface ApiKey {

    /** Reads a configured key; what is none is refused as the setting {@code key}. */
    static ApiKey configured(String key, String value) {
        InvalidSetting.required(key, value);
        if (value.startsWith(Digest.PREFIX)) {
            return Digest.configured(key, value.substring(Digest.PREFIX.length()));
        }
        if (value.startsWith(Bcrypt.PREFIX)) {
            return Bcrypt.configured(key, value.substring(Bcrypt.PREFIX.length()));
        }
        InvalidSetting.check(!value.startsWith("{"), key, "must be plain or begin with {sha256} or {bcrypt}");
        InvalidSetting.check(value.matches("[!-~]+"), key, "must have visible ASCII characters only, as a header has");
        return Digest.of(value);
    }

    /** A SHA-256 digest, compared in constant time. */
    final class Digest implements ApiKey {

        static final String PREFIX = "{sha256}";

        private final byte[] digest;

        private Digest(byte[] digest) {
            this.digest = digest;
        }

        static Digest of(String plain) {
            try {
                return new Digest(MessageDigest.getInstance("SHA-256").digest(plain.getBytes(StandardCharsets.UTF_8)));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }

        private static Digest configured(String key, String hex) {
            InvalidSetting.check(hex.matches("[0-9A-Fa-f]{64}"), key, "must have 64 hexadecimal digits after {sha256}");
            return new Digest(HexFormat.of().parseHex(hex));
        }

        /** As it is configured. */
        String configured() {
            return PREFIX + HexFormat.of().formatHex(digest);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Digest that && MessageDigest.isEqual(digest, that.digest);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(digest);
        }

        @Override
        public String toString() {
            return "Digest[…]";
        }
    }

    /** A bcrypt hash, {@code $2a$…}, {@code $2b$…} or {@code $2y$…}. */
    record Bcrypt(String hash) implements ApiKey {

        public static final String PREFIX = "{bcrypt}";

        private static final Pattern FORM = Pattern.compile("\\$2[aby]\\$([0-9]{2})\\$[./0-9A-Za-z]{53}");

        private static Bcrypt configured(String key, String hash) {
            Matcher form = FORM.matcher(hash);
            InvalidSetting.check(form.matches(), key, "must have a bcrypt hash ($2a$, $2b$ or $2y$) after {bcrypt}");
            // Above that a single check takes more than a second.
            int cost = Integer.parseInt(form.group(1));
            InvalidSetting.check(cost >= 4 && cost <= 14, key, "must have a bcrypt cost from 4 to 14");
            return new Bcrypt(hash);
        }

        /** How slow a check is, as a power of two. */
        public int cost() {
            return Integer.parseInt(hash.substring(4, 6));
        }

        @Override
        public String toString() {
            return "Bcrypt[…]";
        }
    }
}
