package com.leadrouter.operations;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is sent to ask for a pull; all of it may be missing. */
record PullRequest(
        @Nullable String from,
        @Nullable String to,
        @Nullable String reason) {

    static final String RULE =
            "The body is a JSON object with from, to and reason, all of them texts, and nothing else.";

    /** Reads the body; nothing where it is not of that form. */
    static Optional<PullRequest> read(HttpServletRequest request) {
        return ActionBody.read(request, PullRequest.class, new PullRequest(null, null, null))
                .filter(read -> Reason.isPlain(read.reason));
    }
}
