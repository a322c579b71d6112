package com.leadrouter.signin;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;

/**
 * Cookies of ours: no script reads them, no other site sends them along with what it posts, and over https they go over
 * https alone. Who follows a link from elsewhere, or comes back from an OpenID Connect provider, brings them.
 */
final class Cookies {

    static final String SAME_SITE = "Lax";

    private Cookies() {}

    static void set(
            String name, String value, Duration kept, HttpServletRequest request, HttpServletResponse response) {
        response.addHeader(
                HttpHeaders.SET_COOKIE,
                ResponseCookie.from(name, value)
                        .path("/")
                        .httpOnly(true)
                        .secure(request.isSecure())
                        .sameSite(SAME_SITE)
                        .maxAge(kept)
                        .build()
                        .toString());
    }
}
