package com.leadrouter.signin;

import com.leadrouter.platform.CallingOperator;
import com.leadrouter.platform.KeysBusy;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Component;

/** Tells Spring Security whether a name and a password are an {@link Operators operator's}; who guesses is slowed down. */
@Component
final class OperatorAuthentication implements AuthenticationProvider {

    private final Operators operators;
    private final SignInBrakes brakes;

    OperatorAuthentication(Operators operators, SignInBrakes brakes) {
        this.operators = operators;
        this.brakes = brakes;
    }

    @Override
    public Authentication authenticate(Authentication sent) {
        if (operators.isEmpty()) {
            throw new BadCredentialsException("nobody is an operator");
        }
        return switch (brakes.before(sent.getName(), ((Knock) sent.getDetails()).placeOf(sent.getName()))) {
            case SignInBrakes.Wait(var until) -> throw new TooManyAttempts(until);
            case SignInBrakes.Go go -> check(go, String.valueOf(sent.getCredentials()));
        };
    }

    private Authentication check(SignInBrakes.Go tried, String password) {
        Optional<CallingOperator> found;
        try {
            found = operators.find(tried.name(), password);
        } catch (KeysBusy busy) {
            brakes.forgive(tried);
            throw new AuthenticationServiceException("too many unknown passwords at once", busy);
        }
        if (found.isEmpty()) {
            brakes.count(tried);
            throw new BadCredentialsException("no such operator");
        }
        brakes.forgive(tried);
        return signedIn(found.get());
    }

    @Override
    public boolean supports(Class<?> authentication) {
        return UsernamePasswordAuthenticationToken.class.isAssignableFrom(authentication);
    }

    /** That he is in, as Spring Security says it. */
    static Authentication signedIn(CallingOperator operator) {
        return UsernamePasswordAuthenticationToken.authenticated(operator, null, List.of());
    }

    /** Who that is. */
    static Optional<CallingOperator> operatorOf(@Nullable Authentication who) {
        return switch (who == null ? null : who.getPrincipal()) {
            case CallingOperator operator -> Optional.of(operator);
            case OidcOperator known -> Optional.of(known.operator());
            case null, default -> Optional.empty();
        };
    }

    /** Whether that is an operator who may do that much. */
    static boolean may(Authentication who, OperatorRole needed) {
        return operatorOf(who)
                .filter(operator -> operator.mayAct() || needed == OperatorRole.VIEWER)
                .isPresent();
    }
}
