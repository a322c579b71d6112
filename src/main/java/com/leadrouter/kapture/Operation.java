package com.leadrouter.kapture;

import java.util.Locale;

/** The calls that a delivery makes; the word of each is what the record shows. */
enum Operation {
    ADD,
    GET,
    UPDATE;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
