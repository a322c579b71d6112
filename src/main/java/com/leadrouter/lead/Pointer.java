package com.leadrouter.lead;

import java.nio.charset.StandardCharsets;
import org.springframework.web.util.UriUtils;

/** A JSON pointer as URI fragment (RFC 6901, section 6) into what was sent. */
record Pointer(String fragment) {

    static final Pointer ROOT = new Pointer("#");

    // Names come from outside; one of 60,000 characters must not make an answer of megabytes.
    private static final int LONGEST_NAME = 100;

    Pointer to(String name) {
        String escaped = cut(name).replace("~", "~0").replace("/", "~1");
        return new Pointer(fragment + "/" + UriUtils.encodeFragment(escaped, StandardCharsets.UTF_8));
    }

    boolean isWithin(Pointer other) {
        return fragment.equals(other.fragment) || fragment.startsWith(other.fragment + "/");
    }

    private static String cut(String name) {
        if (name.codePointCount(0, name.length()) <= LONGEST_NAME) {
            return name;
        }
        return name.substring(0, name.offsetByCodePoints(0, LONGEST_NAME)) + "…";
    }
}
