package com.leadrouter.platform;

import org.jspecify.annotations.Nullable;

/** The secret of the keyed hashes: {@code lead-router.erasure-key}. */
record ErasureSettings(@Nullable String erasureKey) {

    static final String PREFIX = "lead-router";

    ErasureSettings {
        // What an unset environment variable leaves behind.
        erasureKey = erasureKey == null || erasureKey.isBlank() ? null : erasureKey;
    }

    @Override
    public String toString() {
        return "ErasureSettings[…]";
    }
}
