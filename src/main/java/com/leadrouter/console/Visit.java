package com.leadrouter.console;

import com.leadrouter.platform.CallingOperator;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.servlet.support.RequestContextUtils;

/**
 * Who asks for a page, in which language, and the token without which none of the page's forms counts; {@code done} names
 * what the page before has just done, {@code count} to how many.
 */
record Visit(
        CallingOperator operator,
        Locale locale,
        @Nullable Token token,
        @Nullable String done,
        long count) {

    private static final String DONE = "done";
    private static final String COUNT = "count";

    /** A hidden field of each form. */
    record Token(String name, String value) {}

    static Visit of(CallingOperator operator, HttpServletRequest request) {
        return new Visit(
                operator,
                RequestContextUtils.getLocale(request),
                request.getAttribute(CsrfToken.class.getName()) instanceof CsrfToken token
                        ? new Token(token.getParameterName(), token.getToken())
                        : null,
                request.getParameter(DONE),
                count(request.getParameter(COUNT)));
    }

    private static long count(@Nullable String text) {
        return text != null && text.matches("[0-9]{1,12}") ? Long.parseLong(text) : 0;
    }
}
