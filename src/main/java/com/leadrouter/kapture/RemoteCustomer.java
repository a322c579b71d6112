package com.leadrouter.kapture;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A customer as Kapture told of it: phone in E.164, e-mail in lower case, each null where Kapture has none, has one that
 * cannot be one, or does not show it ({@code …Masked}). Times are those of Kapture's clock.
 */
record RemoteCustomer(
        CustomerId id,
        @Nullable String name,
        @Nullable String phone,
        @Nullable String email,
        boolean phoneMasked,
        boolean emailMasked,
        @Nullable Instant createdAt,
        @Nullable Instant modifiedAt,
        boolean deleted) {

    @Override
    public String toString() {
        return "RemoteCustomer[id=" + id + ", …]";
    }
}
