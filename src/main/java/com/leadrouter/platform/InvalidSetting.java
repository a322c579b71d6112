package com.leadrouter.platform;

import org.jspecify.annotations.Nullable;

/**
 * A key of the configuration is wrong. Thrown by settings records with the key as they know it; {@link Settings} makes
 * it the full key. The problem is a phrase that follows the key and never holds the value, which may be a secret.
 */
public final class InvalidSetting extends CannotStart {

    private static final long serialVersionUID = 1L;

    private final String key;
    private final String problem;

    public InvalidSetting(String key, String problem) {
        super(key + ": " + problem);
        this.key = key;
        this.problem = problem;
    }

    public String key() {
        return key;
    }

    InvalidSetting below(String prefix) {
        return new InvalidSetting(key.isEmpty() ? prefix : prefix + "." + key, problem);
    }

    /** The value, or the refusal of a missing or blank one. */
    public static String required(String key, @Nullable String value) {
        if (value == null || value.isBlank()) {
            throw new InvalidSetting(key, "must be set");
        }
        return value;
    }

    /** The value, or the refusal of a missing one. */
    public static <T> T required(String key, @Nullable T value) {
        if (value == null) {
            throw new InvalidSetting(key, "must be set");
        }
        return value;
    }

    public static void check(boolean fine, String key, String problem) {
        if (!fine) {
            throw new InvalidSetting(key, problem);
        }
    }
}
