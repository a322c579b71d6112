package com.leadrouter.fuzz;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** One answer, or that there was none. */
record Answered(int status, Map<String, String> headers, String body) {

    static final Answered HUNG_UP = new Answered(0, Map.of(), "");
    static final Answered SILENT = new Answered(-100, Map.of(), "");

    Answered {
        Map<String, String> byName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        byName.putAll(headers);
        headers = byName;
    }

    String header(String name) {
        return headers.getOrDefault(name, "");
    }

    boolean isLast() {
        return status <= 0 || header("Connection").toLowerCase(Locale.ROOT).contains("close");
    }
}
