package com.leadrouter.platform;

/** A request came without the API key of a source; thrown because Spring MVC's argument resolvers can answer in no other way. */
final class UnknownCaller extends RuntimeException {

    static final String DETAIL = "The header X-API-Key is missing or holds no key of a source.";

    // Not Basic: a browser would ask its user for a password.
    static final String CHALLENGE = "ApiKey realm=\"lead-router\"";

    private static final long serialVersionUID = 1L;

    UnknownCaller() {
        super(DETAIL, null, false, false);
    }
}
