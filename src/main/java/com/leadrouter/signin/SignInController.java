package com.leadrouter.signin;

import com.leadrouter.signin.SignInPages.Note;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /}, which leads to the console, and the page on which operators sign in. */
@RestController
final class SignInController {

    private static final Resource STYLE = new ClassPathResource("templates/sign-in/sign-in.css");
    private static final MediaType CSS = new MediaType("text", "css", StandardCharsets.UTF_8);
    private static final MediaType HTML = new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8);
    private static final Duration A_DAY = Duration.ofDays(1);

    private final SignInPages pages;
    private final ObjectProvider<OidcSignIn> oidc;

    SignInController(SignInPages pages, ObjectProvider<OidcSignIn> oidc) {
        this.pages = pages;
        this.oidc = oidc;
    }

    @GetMapping("/")
    ResponseEntity<Void> console() {
        return to(OperatorAddresses.CONSOLE);
    }

    @GetMapping(OperatorAddresses.LOGIN)
    ResponseEntity<?> login(
            @RequestParam(required = false) @Nullable String again,
            @RequestParam(name = "signed-out", required = false) @Nullable String signedOut,
            HttpServletRequest request) {
        if (again != null || signedOut != null) {
            return page(
                    HttpStatus.OK,
                    pages.login(Optional.of(again == null ? Note.SIGNED_OUT : Note.AGAIN), null, request));
        }
        if (request.getUserPrincipal() instanceof Authentication who
                && OperatorAuthentication.operatorOf(who).isPresent()) {
            return to(OperatorAddresses.CONSOLE);
        }
        @Nullable OidcSignIn provider = oidc.getIfAvailable();
        if (provider == null) {
            return page(HttpStatus.OK, pages.login(Optional.empty(), null, request));
        }
        if (!provider.answers()) {
            return page(HttpStatus.SERVICE_UNAVAILABLE, pages.refused(Refusal.PROVIDER, null, request));
        }
        // Only one way leads on: nobody is asked which.
        return provider.only()
                .<ResponseEntity<?>>map(one -> to(OperatorAddresses.TO_PROVIDER + "/" + one))
                .orElseGet(() -> page(HttpStatus.OK, pages.login(Optional.empty(), null, request)));
    }

    @GetMapping(OperatorAddresses.LOGIN_STYLE)
    ResponseEntity<Resource> style() {
        return ResponseEntity.ok()
                .contentType(CSS)
                .cacheControl(CacheControl.maxAge(A_DAY))
                .body(STYLE);
    }

    private static ResponseEntity<Void> to(String address) {
        return ResponseEntity.status(HttpStatus.FOUND)
                .location(URI.create(address))
                .build();
    }

    private static ResponseEntity<String> page(HttpStatus status, String page) {
        return ResponseEntity.status(status).contentType(HTML).body(page);
    }
}
