package com.leadrouter.signin;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserRequest;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserService;
import org.springframework.security.oauth2.client.web.DefaultOAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestCustomizers;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizedClientRepository;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;

/** Lets in at the console whom an OpenID Connect provider knows and whose claims give him a role here. */
final class OidcSignIn {

    /** Of who has none. */
    static final String NO_ROLE = "no-role";

    private final LateRegistrations registrations;
    private final OidcSettings settings;
    private final OidcCalls calls;
    private final OidcUserService users;

    OidcSignIn(LateRegistrations registrations, OidcSettings settings, OidcCalls calls) {
        this.registrations = registrations;
        this.settings = settings;
        this.calls = calls;
        this.users = new OidcUserService();
        users.setOauth2UserService(calls.users());
    }

    /** The providers' ids, and how they are called. */
    Map<String, String> names() {
        return registrations.names();
    }

    /** The one provider, where there is but one. */
    Optional<String> only() {
        return names().size() == 1 ? Optional.of(names().keySet().iterator().next()) : Optional.empty();
    }

    /** Whether the one provider says what it is; of several it shows when somebody has chosen. */
    boolean answers() {
        return only().map(this::answers).orElse(true);
    }

    private boolean answers(String id) {
        try {
            return registrations.findByRegistrationId(id) != null;
        } catch (IllegalStateException away) {
            return false;
        }
    }

    void letIn(HttpSecurity http, LoginAnswers answers) throws Exception {
        http.oauth2Login(login -> login.loginPage(OperatorAddresses.LOGIN)
                .clientRegistrationRepository(registrations)
                .authorizedClientRepository(new NothingKept())
                .authorizationEndpoint(there -> there.authorizationRequestResolver(requests()))
                .tokenEndpoint(there -> there.accessTokenResponseClient(calls.tokens()))
                .userInfoEndpoint(there -> there.oidcUserService(this::known))
                .successHandler(answers)
                .failureHandler(answers));
    }

    private OidcUser known(OidcUserRequest request) {
        OidcUser user = users.loadUser(request);
        return settings.operatorOf(user.getClaims())
                .map(operator -> new OidcOperator(user, operator))
                .orElseThrow(() -> new OAuth2AuthenticationException(new OAuth2Error(NO_ROLE)));
    }

    private OAuth2AuthorizationRequestResolver requests() {
        DefaultOAuth2AuthorizationRequestResolver resolver =
                new DefaultOAuth2AuthorizationRequestResolver(registrations, OperatorAddresses.TO_PROVIDER);
        // Whoever else gets hold of the code cannot use it.
        resolver.setAuthorizationRequestCustomizer(OAuth2AuthorizationRequestCustomizers.withPkce());
        return new OAuth2AuthorizationRequestResolver() {
            @Override
            public @Nullable OAuth2AuthorizationRequest resolve(HttpServletRequest request) {
                return whereItAnswers(request);
            }

            @Override
            public @Nullable OAuth2AuthorizationRequest resolve(HttpServletRequest request, String id) {
                return answers(id) ? resolver.resolve(request, id) : null;
            }

            // One that is away is told of by the page that is shown instead.
            private @Nullable OAuth2AuthorizationRequest whereItAnswers(HttpServletRequest request) {
                String path = request.getRequestURI();
                String before = OperatorAddresses.TO_PROVIDER + "/";
                return path.startsWith(before)
                                && names().containsKey(path.substring(before.length()))
                                && answers(path.substring(before.length()))
                        ? resolver.resolve(request)
                        : null;
            }
        };
    }

    /** We call nothing in anybody's name: who he is has been said, and the tokens are forgotten. */
    private static final class NothingKept implements OAuth2AuthorizedClientRepository {

        @Override
        public <T extends OAuth2AuthorizedClient> @Nullable T loadAuthorizedClient(
                String id, Authentication who, HttpServletRequest request) {
            return null;
        }

        @Override
        public void saveAuthorizedClient(
                OAuth2AuthorizedClient client,
                Authentication who,
                HttpServletRequest request,
                HttpServletResponse response) {}

        @Override
        public void removeAuthorizedClient(
                String id, Authentication who, HttpServletRequest request, HttpServletResponse response) {}
    }
}
