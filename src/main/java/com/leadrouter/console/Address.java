package com.leadrouter.console;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An address of the console with its parameters, which are what a form or another address of ours has sent. */
record Address(String path, Map<String, String> parameters) {

    Address {
        parameters = Map.copyOf(parameters);
    }

    static Address of(String path) {
        return new Address(path, Map.of());
    }

    /** A value that is null or empty is left out. */
    Address with(String name, @Nullable String value) {
        Map<String, String> more = new TreeMap<>(parameters);
        if (given(value) != null) {
            more.put(name, value);
        }
        return new Address(path, more);
    }

    /** What is in a field; null where it was left blank. */
    static @Nullable String given(@Nullable String value) {
        return value == null || value.isBlank() ? null : value.strip();
    }

    /** A number of at most eighteen digits; null where it is none. */
    static @Nullable Long number(@Nullable String text) {
        return text != null && text.matches("[0-9]{1,18}") ? Long.valueOf(text) : null;
    }

    @Override
    public String toString() {
        return parameters.isEmpty()
                ? path
                : path + "?"
                        + new TreeMap<>(parameters)
                                .entrySet().stream()
                                        .map(one -> one.getKey() + "="
                                                + URLEncoder.encode(one.getValue(), StandardCharsets.UTF_8))
                                        .collect(Collectors.joining("&"));
    }
}
