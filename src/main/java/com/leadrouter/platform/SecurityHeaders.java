package com.leadrouter.platform;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Says on every answer what is right for JSON that is meant for one reader: not to be kept, guessed at, framed, or taken
 * for a page. Whoever answers with a page says for himself what that may do; a header that he sets replaces ours.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
final class SecurityHeaders extends OncePerRequestFilter {

    private static final Map<String, String> DEFAULTS = Map.of(
            "Cache-Control", "no-store",
            "Content-Security-Policy",
                    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            "Cross-Origin-Resource-Policy", "same-origin",
            "Referrer-Policy", "no-referrer",
            "X-Content-Type-Options", "nosniff",
            "X-Frame-Options", "DENY");

    private static final String ONE_YEAR = "max-age=31536000";

    /** Also for answers to requests that no filter sees. */
    static void set(HttpServletResponse response) {
        DEFAULTS.forEach(response::setHeader);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        set(response);
        if (request.isSecure()) {
            response.setHeader("Strict-Transport-Security", ONE_YEAR);
        }
        chain.doFilter(request, new Replaceable(response));
    }

    // What answers a refusal may be a page too, and the container has taken our wrapper off by then.
    @Override
    protected boolean shouldNotFilterErrorDispatch() {
        return false;
    }

    /** Spring adds the headers of an answer to those that are there; two policies would both count. */
    private static final class Replaceable extends HttpServletResponseWrapper {

        private final Set<String> ours = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

        Replaceable(HttpServletResponse response) {
            super(response);
            ours.addAll(DEFAULTS.keySet());
        }

        @Override
        public void setHeader(String name, String value) {
            ours.remove(name);
            super.setHeader(name, value);
        }

        @Override
        public void addHeader(String name, String value) {
            if (ours.remove(name)) {
                super.setHeader(name, value);
            } else {
                super.addHeader(name, value);
            }
        }
    }
}
