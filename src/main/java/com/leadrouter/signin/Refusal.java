package com.leadrouter.signin;

import com.leadrouter.platform.Problem;
import com.leadrouter.platform.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Why somebody is not let in or may not do what he asks for: as a program is told, and as a person is. */
enum Refusal {
    VIEWER(ProblemType.FORBIDDEN, "A viewer may look, not act."),
    NETWORK(ProblemType.FORBIDDEN, "Operators cannot sign in from this network."),
    FOREIGN_PAGE(ProblemType.FORBIDDEN, "A page of another site may not act here."),
    NO_TOKEN(
            ProblemType.FORBIDDEN,
            "A session needs its CSRF token here, in the header X-CSRF-TOKEN or the field _csrf."),
    NO_ROLE(ProblemType.FORBIDDEN, "Who that is may not sign in here."),
    SIGNED_OUT(ProblemType.UNAUTHORIZED, "An operator's name and password are needed here."),
    TOO_MANY_ATTEMPTS(
            ProblemType.TOO_MANY_REQUESTS, "Too many wrong passwords; come back after the time in Retry-After."),
    PROVIDER(ProblemType.UNAVAILABLE, "The OpenID Connect provider does not answer as it should."),
    UNAVAILABLE(ProblemType.UNAVAILABLE, null);

    private final ProblemType type;
    private final @Nullable String detail;

    Refusal(ProblemType type, @Nullable String detail) {
        this.type = type;
        this.detail = detail;
    }

    Problem problem(HttpServletRequest request) {
        return detail == null ? Problem.of(type, request) : Problem.of(type, detail, request);
    }

    /** Below {@code sign-in.refused} in the message bundle. */
    String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
