package com.leadrouter.platform;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** A key as its SHA-256 digest, compared in constant time. */
final class ApiKey {

    private static final String SHA256 = "{sha256}";

    private final byte[] digest;

    private ApiKey(byte[] digest) {
        this.digest = digest;
    }

    /** Reads {@code {sha256}<hex>} or the plain key; what it is not is refused as the setting {@code key}. */
    static ApiKey configured(String key, String value) {
        InvalidSetting.required(key, value);
        if (value.startsWith(SHA256)) {
            String hex = value.substring(SHA256.length());
            InvalidSetting.check(hex.matches("[0-9A-Fa-f]{64}"), key, "must have 64 hexadecimal digits after {sha256}");
            return new ApiKey(HexFormat.of().parseHex(hex));
        }
        InvalidSetting.check(!value.startsWith("{"), key, "must be plain or begin with {sha256}");
        InvalidSetting.check(value.matches("[!-~]+"), key, "must have visible ASCII characters only, as a header has");
        return new ApiKey(digestOf(value));
    }

    static byte[] digestOf(String plain) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(plain.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    boolean is(byte[] otherDigest) {
        return MessageDigest.isEqual(digest, otherDigest);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ApiKey key && is(key.digest);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(digest);
    }

    @Override
    public String toString() {
        return "ApiKey[…]";
    }
}
