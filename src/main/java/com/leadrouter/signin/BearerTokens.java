package com.leadrouter.signin;

import com.leadrouter.platform.CallingOperator;
import java.util.List;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.stereotype.Component;

/**
 * Lets in at the API who brings a token of the provider that Spring's own {@code spring.security.oauth2.resourceserver.jwt}
 * names, with the same claims as at the console.
 */
@Component
final class BearerTokens {

    private final ObjectProvider<JwtDecoder> decoders;
    private final OidcSettings settings;

    BearerTokens(ObjectProvider<JwtDecoder> decoders, OidcSettings settings) {
        this.decoders = decoders;
        this.settings = settings;
    }

    void letIn(HttpSecurity http, OperatorRefusals refusals) throws Exception {
        Optional<JwtDecoder> decoder = Optional.ofNullable(decoders.getIfAvailable());
        if (decoder.isPresent()) {
            http.oauth2ResourceServer(tokens -> tokens.authenticationEntryPoint(refusals)
                    .accessDeniedHandler(refusals)
                    .jwt(jwt -> jwt.decoder(decoder.get()).jwtAuthenticationConverter(this::whose)));
        }
    }

    // Who has no role is somebody, and no operator.
    private AbstractAuthenticationToken whose(Jwt token) {
        Optional<CallingOperator> operator = settings.operatorOf(token.getClaims());
        return UsernamePasswordAuthenticationToken.authenticated(
                operator.isPresent() ? operator.get() : "nobody", null, List.of());
    }
}
