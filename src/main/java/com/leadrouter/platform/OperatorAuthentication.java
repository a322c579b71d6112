package com.leadrouter.platform;

import java.util.List;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Component;

/** Tells Spring Security whether a name and a password are an {@link Operators operator's}. */
@Component
final class OperatorAuthentication implements AuthenticationProvider {

    private final Operators operators;

    OperatorAuthentication(Operators operators) {
        this.operators = operators;
    }

    @Override
    public Authentication authenticate(Authentication sent) {
        try {
            return operators
                    .find(sent.getName(), String.valueOf(sent.getCredentials()))
                    .map(operator -> UsernamePasswordAuthenticationToken.authenticated(operator, null, List.of()))
                    .orElseThrow(() -> new BadCredentialsException("no such operator"));
        } catch (KeysBusy busy) {
            throw new AuthenticationServiceException("too many unknown passwords at once", busy);
        }
    }

    @Override
    public boolean supports(Class<?> authentication) {
        return UsernamePasswordAuthenticationToken.class.isAssignableFrom(authentication);
    }

    /** Whether that is an operator who may do that much. */
    static boolean may(Authentication who, OperatorRole needed) {
        return who.getPrincipal() instanceof Operators.Operator operator
                && operator.role().compareTo(needed) >= 0;
    }
}
