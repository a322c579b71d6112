package com.leadrouter.signin;

import java.time.Duration;
import org.springframework.security.core.AuthenticationException;

/** Too many wrong passwords; thrown because Spring Security's providers can answer in no other way. */
final class TooManyAttempts extends AuthenticationException {

    private static final long serialVersionUID = 1L;

    private final Duration wait;

    TooManyAttempts(Duration wait) {
        super("too many wrong passwords");
        this.wait = wait;
    }

    Duration until() {
        return wait;
    }
}
