package com.leadrouter.standin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A contract example file.
 *
 * @param status what its README (Kapture) or its name (CAP) gives it; empty for requests
 */
record Example(String name, String text, OptionalInt status) {

    private static final Pattern NAME = Pattern.compile("[a-z0-9-]+\\.json");
    private static final Pattern CAP_STATUS = Pattern.compile("cap-response-(\\d{3})(?:-.*)?\\.json");
    private static final Map<String, Example> READ = new ConcurrentHashMap<>();

    static Optional<Example> find(String name) {
        return NAME.matcher(name).matches()
                ? Optional.ofNullable(READ.computeIfAbsent(name, Example::read))
                : Optional.empty();
    }

    static Example of(String name) {
        return find(name).orElseThrow(() -> new IllegalArgumentException("No contract example " + name));
    }

    /** A copy that the caller may fill in. */
    ObjectNode json() {
        return (ObjectNode) Json.read(text).orElseThrow();
    }

    private static @Nullable Example read(String name) {
        return file(name).map(text -> new Example(name, text, statusOf(name))).orElse(null);
    }

    private static OptionalInt statusOf(String name) {
        Matcher cap = CAP_STATUS.matcher(name);
        if (cap.matches()) {
            return OptionalInt.of(Integer.parseInt(cap.group(1)));
        }
        Matcher row = Pattern.compile("`" + Pattern.quote(name) + "` \\| (\\d{3})")
                .matcher(file("README.md").orElseThrow());
        return row.find() ? OptionalInt.of(Integer.parseInt(row.group(1))) : OptionalInt.empty();
    }

    private static Optional<String> file(String name) {
        try (InputStream in = Example.class.getResourceAsStream("/contracts/" + name)) {
            return in == null ? Optional.empty() : Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
