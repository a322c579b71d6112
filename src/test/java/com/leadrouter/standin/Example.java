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

/** A contract example file: its text, and the HTTP status that its README (Kapture) or its name (CAP) gives it. */
record Example(String name, String text) {

    private static final Pattern NAME = Pattern.compile("[a-z0-9-]+\\.json");
    private static final Pattern CAP_STATUS = Pattern.compile("cap-response-(\\d{3})(?:-.*)?\\.json");
    private static final Map<String, Example> READ = new ConcurrentHashMap<>();

    static Optional<Example> find(String name) {
        if (!NAME.matcher(name).matches()) {
            return Optional.empty();
        }
        Example known = READ.get(name);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<Example> found = file(name).map(text -> new Example(name, text));
        found.ifPresent(example -> READ.put(name, example));
        return found;
    }

    static Example of(String name) {
        return find(name).orElseThrow(() -> new IllegalArgumentException("No contract example " + name));
    }

    /** Empty for requests, which have no status. */
    OptionalInt status() {
        Matcher cap = CAP_STATUS.matcher(name);
        if (cap.matches()) {
            return OptionalInt.of(Integer.parseInt(cap.group(1)));
        }
        Matcher row = Pattern.compile("`" + Pattern.quote(name) + "` \\| (\\d{3})")
                .matcher(file("README.md").orElseThrow());
        return row.find() ? OptionalInt.of(Integer.parseInt(row.group(1))) : OptionalInt.empty();
    }

    /** A copy that the caller may fill in. */
    ObjectNode json() {
        return (ObjectNode) Json.read(text).orElseThrow();
    }

    private static Optional<String> file(String name) {
        try (InputStream in = Example.class.getResourceAsStream("/contracts/" + name)) {
            return in == null ? Optional.empty() : Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
