package com.leadrouter.signin;

import org.springframework.boot.autoconfigure.security.oauth2.client.ConditionalOnOAuth2ClientRegistrationProperties;
import org.springframework.boot.autoconfigure.security.oauth2.client.OAuth2ClientProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** OpenID Connect, where Spring's own {@code spring.security.oauth2.client.registration} names a provider. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnOAuth2ClientRegistrationProperties
@EnableConfigurationProperties(OAuth2ClientProperties.class)
final class OidcConfiguration {

    @Bean
    LateRegistrations clientRegistrations(OAuth2ClientProperties properties) {
        return new LateRegistrations(properties);
    }

    // Spring Security looks for one of this type to read id tokens with.
    @Bean
    OidcCalls oidcCalls() {
        return new OidcCalls();
    }

    @Bean
    OidcSignIn oidcSignIn(LateRegistrations registrations, OidcSettings settings, OidcCalls calls) {
        return new OidcSignIn(registrations, settings, calls);
    }
}
