package com.leadrouter.signin;

import com.leadrouter.platform.CallingOperator;
import com.leadrouter.signin.SignInPages.Note;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.security.web.authentication.AuthenticationSuccessHandler;
import org.springframework.stereotype.Component;

/** What follows when somebody has said who he is: the page that he wanted, or the login page with what was wrong. */
@Component
final class LoginAnswers implements AuthenticationSuccessHandler, AuthenticationFailureHandler {

    /** Said by a provider whose user thinks better of it, and by ourselves where nobody has asked the provider. */
    private static final Set<String> NOT_SIGNED_IN = Set.of("access_denied", "authorization_request_not_found");

    private static final Logger log = LoggerFactory.getLogger(LoginAnswers.class);

    private final SignInPages pages;
    private final OperatorRefusals refusals;
    private final KnownDevices devices;

    LoginAnswers(SignInPages pages, OperatorRefusals refusals, KnownDevices devices) {
        this.pages = pages;
        this.refusals = refusals;
        this.devices = devices;
    }

    @Override
    public void onAuthenticationSuccess(HttpServletRequest request, HttpServletResponse response, Authentication who)
            throws IOException {
        CallingOperator operator = OperatorAuthentication.operatorOf(who).orElseThrow();
        log.info("{} has signed in at the console, and may {}", operator.name(), operator.mayAct() ? "act" : "look");
        if (!(who.getPrincipal() instanceof OidcOperator)) {
            devices.remember(operator.name(), request, response);
        }
        // Not sendRedirect: a browser may repeat a POST after that.
        response.setStatus(HttpStatus.SEE_OTHER.value());
        response.setHeader(HttpHeaders.LOCATION, WayBack.take(request, response));
    }

    @Override
    public void onAuthenticationFailure(
            HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
            throws IOException {
        switch (failure) {
            case TooManyAttempts slow -> {
                response.setHeader(
                        HttpHeaders.RETRY_AFTER, Long.toString(slow.until().toSeconds()));
                loginAgain(HttpStatus.TOO_MANY_REQUESTS, Note.slow(slow.until()), request, response);
            }
            case AuthenticationServiceException busy ->
                loginAgain(HttpStatus.SERVICE_UNAVAILABLE, Note.BUSY, request, response);
            case OAuth2AuthenticationException oidc -> refusedByProvider(oidc, request, response);
            default -> loginAgain(HttpStatus.UNAUTHORIZED, Note.WRONG, request, response);
        }
    }

    private void refusedByProvider(
            OAuth2AuthenticationException failure, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        String code = String.valueOf(failure.getError().getErrorCode());
        if (code.equals(OidcSignIn.NO_ROLE)) {
            log.info("Somebody whom the OpenID Connect provider knows has no role here and is not let in");
            refusals.refuse(Refusal.NO_ROLE, request, response);
        } else if (NOT_SIGNED_IN.contains(code)) {
            loginAgain(HttpStatus.UNAUTHORIZED, Note.CANCELLED, request, response);
        } else {
            // The provider's own words may name the person.
            log.warn("Signing in through OpenID Connect failed: {}", code.replaceAll("[^A-Za-z0-9_.-]", "?"));
            refusals.refuse(Refusal.PROVIDER, request, response);
        }
    }

    private void loginAgain(HttpStatus status, Note note, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        response.setStatus(status.value());
        OperatorRefusals.write(
                pages.login(Optional.of(note), request.getParameter(OperatorAccess.NAME), request), response);
    }
}
