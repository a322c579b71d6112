package com.leadrouter.platform;

import java.net.URI;
import java.util.Arrays;
import java.util.Locale;

/** Every kind of problem that the service answers with (RFC 9457); the name is the slug of its type. */
public enum ProblemType {
    INVALID_LEAD(400, "The lead is not valid", "What was sent has the faults that are listed."),
    MALFORMED_REQUEST(400, "The request cannot be read", "The request is not one that HTTP or this address knows."),
    SEARCH_TOO_BROAD(400, "The search is too broad", "The search took too long; narrow it."),
    UNAUTHORIZED(401, "Credentials are missing or wrong", "The request does not say who sends it, or says it wrongly."),
    FORBIDDEN(403, "Not allowed", "Who sends this may not do it."),
    NOT_FOUND(404, "There is no such thing", "There is nothing at this address."),
    METHOD_NOT_ALLOWED(405, "The method is not allowed here", "This address takes the methods of the header Allow."),
    NOT_ACCEPTABLE(
            406, "No accepted media type is available", "There is no answer of a type that the request accepts."),
    NOT_POSSIBLE_NOW(409, "Not possible as things are", "The thing is in a state that does not allow this."),
    PAYLOAD_TOO_LARGE(413, "The request is too large", "The body is larger than this address takes."),
    UNSUPPORTED_MEDIA_TYPE(415, "The media type is not supported", "This address does not take a body of this type."),
    IDEMPOTENCY_KEY_REUSED(
            422, "The idempotency key is used", "The key came with other content before; a new lead needs a new key."),
    TOO_MANY_REQUESTS(429, "Too many requests", "Come back after the time in the header Retry-After."),
    INTERNAL_ERROR(500, "Something went wrong here", "The fault is ours and is in our log."),
    // Whether a commit came through is not known where the connection broke during it.
    UNAVAILABLE(
            503,
            "Not available for the moment",
            "What was sent is not known to be stored; send the same again in a moment, with the same key.");

    private static final String BASE = "https://lead-router.dev/problems/";

    private final int status;
    private final String title;
    private final String detail;
    private final URI uri;

    ProblemType(int status, String title, String detail) {
        this.status = status;
        this.title = title;
        this.detail = detail;
        this.uri = URI.create(BASE + name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }

    public int status() {
        return status;
    }

    public String title() {
        return title;
    }

    /** What there is to say where nothing more is known. */
    String detail() {
        return detail;
    }

    public URI uri() {
        return uri;
    }

    /**
     * The type for a status that a framework or the container has chosen. What the container says of a request that it
     * cannot read (414, 417, 431, and for wrong protocols 501 and 505) is malformed to us.
     */
    static ProblemType of(int status) {
        return switch (status) {
            case 400, 422, 501, 505 -> MALFORMED_REQUEST;
            default ->
                Arrays.stream(values())
                        .filter(type -> type.status == status)
                        .findFirst()
                        .orElse(status / 100 == 4 ? MALFORMED_REQUEST : INTERNAL_ERROR);
        };
    }
}
