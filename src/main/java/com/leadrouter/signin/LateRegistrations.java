package com.leadrouter.signin;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.security.oauth2.client.OAuth2ClientProperties;
import org.springframework.boot.autoconfigure.security.oauth2.client.OAuth2ClientPropertiesMapper;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.core.oidc.OidcScopes;

/**
 * The OpenID Connect providers of {@code spring.security.oauth2.client}, each asked for what it is when the first one wants to
 * sign in: a provider that is away must not keep the service from starting, and leads from coming in.
 */
final class LateRegistrations implements ClientRegistrationRepository {

    private final OAuth2ClientProperties properties;
    private final Map<String, ClientRegistration> known = new ConcurrentHashMap<>();

    LateRegistrations(OAuth2ClientProperties properties) {
        this.properties = properties;
    }

    /** Their ids, and how they are called. */
    Map<String, String> names() {
        Map<String, String> names = new LinkedHashMap<>();
        properties.getRegistration().forEach((id, registration) -> {
            @Nullable String name = registration.getClientName();
            names.put(id, name == null ? id : name);
        });
        return names;
    }

    @Override
    public @Nullable ClientRegistration findByRegistrationId(String id) {
        return properties.getRegistration().containsKey(id) ? known.computeIfAbsent(id, this::ask) : null;
    }

    private ClientRegistration ask(String id) {
        OAuth2ClientProperties one = new OAuth2ClientProperties();
        one.getRegistration().put(id, properties.getRegistration().get(id));
        one.getProvider().putAll(properties.getProvider());
        ClientRegistration registration = Objects.requireNonNull(
                new OAuth2ClientPropertiesMapper(one).asClientRegistrations().get(id));
        return ClientRegistration.withClientRegistration(registration)
                .scope(scopes(registration))
                .build();
    }

    // Without openid there is no telling who it is; without profile a provider may not tell the name.
    private static Set<String> scopes(ClientRegistration registration) {
        @Nullable Set<String> configured = registration.getScopes();
        Set<String> scopes = new LinkedHashSet<>(List.of(OidcScopes.OPENID));
        scopes.addAll(configured == null || configured.isEmpty() ? Set.of(OidcScopes.PROFILE) : configured);
        return scopes;
    }
}
