package com.leadrouter.platform;

import static com.leadrouter.platform.InvalidSetting.check;
import static com.leadrouter.platform.InvalidSetting.required;

import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;

/**
 * The part of {@code spring.datasource} without which nothing can start, read before Spring Boot reads it, whose
 * refusals fill a page and repeat the address. The password is a secret and not in the text form.
 */
record DatabaseAccess(
        @Nullable String url,
        @Nullable String username,
        @Nullable String password) {

    static final String PREFIX = "spring.datasource";

    DatabaseAccess {
        check(
                Driver.parseURL(required("url", url), null) != null,
                "url",
                "must be of the form jdbc:postgresql://host:port/database");
    }

    @Override
    public String toString() {
        return "DatabaseAccess[…]";
    }
}
