package com.leadrouter.signin;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.leadrouter.platform.Problem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.stereotype.Component;

/**
 * Answers where somebody is not let in as an operator, or may not do what he asks for: a program with a {@link Problem}, a
 * person with a page, or by leading him to where he can sign in.
 */
@Component
final class OperatorRefusals implements AuthenticationEntryPoint, AccessDeniedHandler {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String BASIC = "Basic realm=\"lead-router\", charset=\"UTF-8\"";
    private static final String BEARER = "Bearer realm=\"lead-router\"";

    // A script of the console asks: a browser that was told Basic would ask its user for a password.
    private static final String SESSION = "Session realm=\"lead-router\"";

    /** How htmx says that it asks, and how it is told to show another page. */
    private static final String FRAGMENT = "HX-Request";

    private static final String GO = "HX-Redirect";

    private static final Duration SOON = Duration.ofSeconds(5);

    private final OperatorAddresses addresses;
    private final SignInPages pages;
    private final boolean byProvider;

    OperatorRefusals(OperatorAddresses addresses, SignInPages pages, ObjectProvider<OidcSignIn> oidc) {
        this.addresses = addresses;
        this.pages = pages;
        this.byProvider = oidc.getIfAvailable() != null;
    }

    /** He is not signed in. */
    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException refused)
            throws IOException {
        switch (refused) {
            case TooManyAttempts slow -> refuse(Refusal.TOO_MANY_ATTEMPTS, slow.until(), request, response);
            case AuthenticationServiceException away -> refuse(Refusal.UNAVAILABLE, SOON, request, response);
            default -> {
                if (addresses.isOfConsole(request)) {
                    leadToLogin(request, response);
                } else {
                    response.setHeader(HttpHeaders.WWW_AUTHENTICATE, challenge(request));
                    refuse(Refusal.SIGNED_OUT, request, response);
                }
            }
        }
    }

    /** He is signed in, and may not; or his session is over, which shows first in his token. */
    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException refused)
            throws IOException {
        boolean isSignedIn = OperatorAuthentication.operatorOf(
                        SecurityContextHolder.getContext().getAuthentication())
                .isPresent();
        if (!isSignedIn) {
            commence(request, response, new SignedOut());
        } else if (refused instanceof CsrfException) {
            refuse(Refusal.NO_TOKEN, request, response);
        } else {
            refuse(Refusal.VIEWER, request, response);
        }
    }

    void refuse(Refusal refusal, HttpServletRequest request, HttpServletResponse response) throws IOException {
        refuse(refusal, null, request, response);
    }

    void refuse(Refusal refusal, @Nullable Duration wait, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        Problem problem = refusal.problem(request);
        ResponseEntity<Problem> answer = wait == null ? problem.answer() : problem.answerAfter(wait);
        response.setStatus(answer.getStatusCode().value());
        answer.getHeaders().forEach((name, values) -> response.setHeader(name, String.join(", ", values)));
        if (addresses.isOfConsole(request)) {
            write(pages.refused(refusal, wait, request), response);
        } else {
            response.getOutputStream().write(JSON.writeValueAsBytes(answer.getBody()));
        }
    }

    static void write(String page, HttpServletResponse response) throws IOException {
        response.setContentType(new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8).toString());
        response.getOutputStream().write(page.getBytes(StandardCharsets.UTF_8));
    }

    private static void leadToLogin(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getHeader(FRAGMENT) != null) {
            response.setStatus(HttpStatus.UNAUTHORIZED.value());
            response.setHeader(HttpHeaders.WWW_AUTHENTICATE, SESSION);
            response.setHeader(GO, SignInPages.AGAIN);
        } else if (HttpMethod.GET.matches(request.getMethod())) {
            WayBack.remember(request, response);
            response.sendRedirect(OperatorAddresses.LOGIN);
        } else {
            // What was posted is lost; the page says so.
            response.setStatus(HttpStatus.SEE_OTHER.value());
            response.setHeader(HttpHeaders.LOCATION, SignInPages.AGAIN);
        }
    }

    private String challenge(HttpServletRequest request) {
        return Optional.of(byProvider ? BEARER : BASIC)
                .filter(challenge ->
                        OperatorAddresses.hasCredentials(request) || !OperatorAddresses.hasSession(request))
                .orElse(SESSION);
    }

    private static final class SignedOut extends AuthenticationException {

        private static final long serialVersionUID = 1L;

        SignedOut() {
            super("signed out");
        }
    }
}
