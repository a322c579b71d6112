package com.leadrouter.signin;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.web.util.WebUtils;

/** Remembers, in the browser itself, which page of the console somebody wanted before he had to sign in. */
final class WayBack {

    private static final String COOKIE = "lead-router-back";
    private static final Duration KEPT = Duration.ofMinutes(15);
    private static final int LONGEST = 1500;

    // A page of ours, whatever somebody has written into the cookie.
    private static final Pattern PAGE = Pattern.compile("/console([/?][!-\\[\\]-~]*)?");

    private WayBack() {}

    static void remember(HttpServletRequest request, HttpServletResponse response) {
        String page =
                request.getRequestURI() + (request.getQueryString() == null ? "" : "?" + request.getQueryString());
        if (page.length() <= LONGEST && PAGE.matcher(page).matches()) {
            String value =
                    Base64.getUrlEncoder().withoutPadding().encodeToString(page.getBytes(StandardCharsets.UTF_8));
            Cookies.set(COOKIE, value, KEPT, request, response);
        }
    }

    /** That page, once; the first page where there is none. */
    static String take(HttpServletRequest request, HttpServletResponse response) {
        Cookie cookie = WebUtils.getCookie(request, COOKIE);
        if (cookie == null) {
            return OperatorAddresses.CONSOLE;
        }
        Cookies.set(COOKIE, "", Duration.ZERO, request, response);
        return read(cookie.getValue()).orElse(OperatorAddresses.CONSOLE);
    }

    private static Optional<String> read(String value) {
        try {
            String page = new String(Base64.getUrlDecoder().decode(value), StandardCharsets.UTF_8);
            return PAGE.matcher(page).matches() ? Optional.of(page) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
