package com.leadrouter.intake;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The header {@code Idempotency-Key} of a request, as often as it came. */
record IdempotencyHeader(List<String> values) {

    static final String RULE = "Idempotency-Key may come once, with at most 255 visible ASCII characters.";

    private static final String NAME = "Idempotency-Key";
    private static final Pattern FORM = Pattern.compile("[ -~]{0,255}");

    IdempotencyHeader {
        values = values.stream().map(String::strip).toList();
    }

    static IdempotencyHeader of(HttpServletRequest request) {
        return new IdempotencyHeader(Collections.list(request.getHeaders(NAME)));
    }

    /** Whether it came at most once and with at most 255 visible characters. */
    boolean isReadable() {
        return values.size() <= 1
                && values.stream().allMatch(value -> FORM.matcher(value).matches());
    }

    /** The key; a blank one is none. */
    Optional<IdempotencyKey> key() {
        return values.stream()
                .filter(value -> !value.isEmpty())
                .findFirst()
                .map(value -> new IdempotencyKey(IdempotencyKey.Kind.HEADER, value));
    }

    @Override
    public String toString() {
        return "IdempotencyHeader[…]";
    }
}
