package com.leadrouter.standin;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The parameters of a query string; every mistake in it is an {@link IllegalArgumentException} that names one. */
record Query(Map<String, String> parameters) {

    Query {
        parameters = Map.copyOf(parameters);
    }

    static Query read(String text, Set<String> known) {
        Map<String, String> parameters = new TreeMap<>();
        for (String pair : text.split("&")) {
            if (!pair.isEmpty()) {
                String[] parts = pair.split("=", 2);
                String name = decoded(parts[0]);
                require(known.contains(name), name, "unknown; known are " + new TreeSet<>(known));
                String before = parameters.put(name, parts.length == 2 ? decoded(parts[1]) : "");
                require(before == null, name, "given twice");
            }
        }
        return new Query(parameters);
    }

    boolean has(String name) {
        return parameters.containsKey(name);
    }

    String get(String name) {
        String value = parameters.get(name);
        require(value != null, name, "needed");
        return value;
    }

    void flag(String name) {
        require(get(name).isEmpty(), name, "takes no value");
    }

    long number(String name, long least, long most) {
        String text = get(name);
        require(text.matches("\\d{1,18}"), name, "a number, not " + text);
        long number = Long.parseLong(text);
        require(number >= least && number <= most, name, least + " to " + most + ", not " + number);
        return number;
    }

    static void require(boolean met, String parameter, String otherwise) {
        if (!met) {
            throw new IllegalArgumentException(parameter + ": " + otherwise);
        }
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
