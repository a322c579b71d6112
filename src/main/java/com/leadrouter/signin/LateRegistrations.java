package com.leadrouter.signin;

import com.leadrouter.platform.WithoutMessages;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.security.oauth2.client.OAuth2ClientProperties;
import org.springframework.boot.autoconfigure.security.oauth2.client.OAuth2ClientPropertiesMapper;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.core.oidc.OidcScopes;

/**
 * The OpenID Connect providers of {@code spring.security.oauth2.client}, each asked for what it is when the first one wants to
 * sign in: a provider that is away must not keep the service from starting, and leads from coming in. Nor must one that
 * hangs: it is asked once at a time, on a thread of its own, and nobody waits for it long.
 */
final class LateRegistrations implements ClientRegistrationRepository {

    private static final Logger log = LoggerFactory.getLogger(LateRegistrations.class);

    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final Duration NEXT_QUESTION = Duration.ofSeconds(5);

    private final OAuth2ClientProperties properties;
    private final Duration patience;
    private final Map<String, Question> asked = new HashMap<>();

    private record Question(CompletableFuture<ClientRegistration> answer, long since) {

        boolean mayBeAskedAnew() {
            return answer.isCompletedExceptionally() && System.nanoTime() - since > NEXT_QUESTION.toNanos();
        }
    }

    LateRegistrations(OAuth2ClientProperties properties) {
        this(properties, PATIENCE);
    }

    LateRegistrations(OAuth2ClientProperties properties, Duration patience) {
        this.properties = properties;
        this.patience = patience;
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

    /** Null where there is none of that id; {@link IllegalStateException} where it does not answer in time. */
    @Override
    public @Nullable ClientRegistration findByRegistrationId(String id) {
        if (!properties.getRegistration().containsKey(id)) {
            return null;
        }
        try {
            return answerOf(id).get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException away) {
            throw new IllegalStateException("the provider " + id + " does not say what it is", away);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    private synchronized CompletableFuture<ClientRegistration> answerOf(String id) {
        @Nullable Question question = asked.get(id);
        if (question == null || question.mayBeAskedAnew()) {
            question = new Question(new CompletableFuture<>(), System.nanoTime());
            asked.put(id, question);
            CompletableFuture<ClientRegistration> answer = question.answer();
            // A thread of the system: what asks holds monitors while it waits, and virtual ones would share that wait.
            Thread.ofPlatform().daemon().name("provider-" + id).start(() -> ask(id, answer));
        }
        return question.answer();
    }

    private void ask(String id, CompletableFuture<ClientRegistration> answer) {
        try {
            answer.complete(ask(id));
        } catch (RuntimeException away) {
            log.warn("The OpenID Connect provider {} does not say what it is", id, WithoutMessages.of(away));
            answer.completeExceptionally(away);
        }
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
