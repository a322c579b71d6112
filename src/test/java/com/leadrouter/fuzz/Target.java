package com.leadrouter.fuzz;

import java.util.List;
import java.util.Random;
import java.util.function.Function;

/** Where leads can be handed in and in which form; a further one is one line in {@link #ALL}. */
record Target(String path, String contentType, Function<Random, Body> body) {

    private static final String JSON = "application/json";
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String MULTIPART = "multipart/form-data; boundary=" + Bodies.BOUNDARY;

    /** Of the form: where its pages are from, and the field that no person fills in. */
    static final String ORIGIN = "https://fuzz.example";

    static final String TRAP = "company_website";

    private static final String FORMS = "/forms/";

    static final List<Target> ALL = List.of(
            new Target("/api/v1/leads", JSON, Bodies::lead),
            new Target("/api/v1/leads", JSON, Bodies::lead),
            new Target("/api/v1/leads", JSON, Bodies::lead),
            new Target("/api/v1/leads", FORM, Bodies::urlencoded),
            new Target("/api/v1/leads", MULTIPART, Bodies::multipart),
            new Target("/api/v1/leads/batch", JSON, Bodies::batch),
            new Target("/api/v1/leads/batch", "application/x-ndjson", Bodies::lines),
            new Target("/forms/pk_fuzz", FORM, Bodies::urlencoded),
            new Target("/forms/pk_fuzz", MULTIPART, Bodies::multipart),
            new Target("/forms/pk_fuzz", JSON, Bodies::submission));

    static Target any(Random random) {
        return ALL.get(random.nextInt(ALL.size()));
    }

    /** What the application has to be told so that there is all of this. */
    static List<String> arguments() {
        return List.of(
                "--lead-router.trusted-proxies=127.0.0.0/8",
                "--lead-router.sources.other.rate-limit=0",
                "--lead-router.sources.other.form.key=pk_fuzz",
                "--lead-router.sources.other.form.allowed-origins=" + ORIGIN,
                "--lead-router.sources.other.form.rate-limit-per-ip=0",
                "--lead-router.sources.other.form.honeypot=" + TRAP);
    }

    boolean isForm() {
        return path.startsWith(FORMS);
    }

    boolean isBatch() {
        return path.endsWith("/batch");
    }

    String name() {
        return path + " with " + contentType;
    }
}
