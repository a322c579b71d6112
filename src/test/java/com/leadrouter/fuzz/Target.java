package com.leadrouter.fuzz;

import java.util.List;
import java.util.Random;
import java.util.function.Function;

/** Where leads can be handed in and in which form; a further one is one line in {@link #ALL}. */
record Target(String path, String contentType, Function<Random, byte[]> body) {

    private static final String JSON = "application/json";
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String MULTIPART = "multipart/form-data; boundary=" + Bodies.BOUNDARY;

    static final List<Target> ALL = List.of(
            new Target("/api/v1/leads", JSON, Bodies::lead),
            new Target("/api/v1/leads", JSON, Bodies::lead),
            new Target("/api/v1/leads", JSON, Bodies::lead),
            new Target("/api/v1/leads", FORM, Bodies::urlencoded),
            new Target("/api/v1/leads", MULTIPART, Bodies::multipart),
            new Target("/api/v1/leads/batch", JSON, Bodies::batch),
            new Target("/api/v1/leads/batch", "application/x-ndjson", Bodies::lines),
            new Target("/forms/pk_fuzz", FORM, Bodies::urlencoded),
            new Target("/forms/pk_fuzz", MULTIPART, Bodies::multipart));

    static Target any(Random random) {
        return ALL.get(random.nextInt(ALL.size()));
    }
}
