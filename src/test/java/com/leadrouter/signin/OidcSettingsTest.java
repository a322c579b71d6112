package com.leadrouter.signin;

import static org.assertj.core.api.Assertions.assertThat;

import com.leadrouter.platform.CallingOperator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OidcSettingsTest {

    private static final OidcSettings DEFAULTS =
            new OidcSettings("preferred_username", "roles", List.of("operator"), List.of("viewer"));

    @Test
    void theRoleIsOneOfThoseThatTheClaimHas() {
        assertThat(DEFAULTS.operatorOf(claims("roles", List.of("x", "operator"))))
                .contains(new CallingOperator("ada", true));
        assertThat(DEFAULTS.operatorOf(claims("roles", List.of("viewer")))).contains(new CallingOperator("ada", false));
        assertThat(DEFAULTS.operatorOf(claims("roles", "viewer"))).contains(new CallingOperator("ada", false));
        assertThat(DEFAULTS.operatorOf(claims("roles", List.of("viewer", "operator"))))
                .contains(new CallingOperator("ada", true));
    }

    @Test
    void whoHasNoneIsNoOperator() {
        assertThat(DEFAULTS.operatorOf(claims("roles", List.of("Operator", "operators", ""))))
                .isEmpty();
        assertThat(DEFAULTS.operatorOf(claims("roles", "operator viewer"))).isEmpty();
        assertThat(DEFAULTS.operatorOf(claims("roles", Map.of("operator", true))))
                .isEmpty();
        assertThat(DEFAULTS.operatorOf(claims("groups", List.of("operator")))).isEmpty();
        assertThat(DEFAULTS.operatorOf(Map.of("roles", List.of("operator")))).isEmpty();
    }

    @Test
    void claimsHaveOtherNamesAndDepthsElsewhere() {
        OidcSettings keycloak =
                new OidcSettings("profile.nick", "realm_access.roles", List.of("lr-ops", "admin"), List.of());
        OidcSettings auth0 = new OidcSettings("sub", "https://x.example/roles", List.of("operator"), List.of());

        assertThat(keycloak.operatorOf(
                        Map.of("realm_access", Map.of("roles", List.of("admin")), "profile", Map.of("nick", "grace"))))
                .contains(new CallingOperator("grace", true));
        assertThat(auth0.operatorOf(Map.of("https://x.example/roles", List.of("operator"), "sub", "auth0|1")))
                .contains(new CallingOperator("auth0|1", true));
    }

    @Test
    void aNameIsOneShortLine() {
        assertThat(DEFAULTS.operatorOf(
                        Map.of("preferred_username", " \n", "sub", "ad\na\u202e" + "x".repeat(200), "roles", "viewer")))
                .map(CallingOperator::name)
                .contains("ada" + "x".repeat(97));
    }

    private static Map<String, Object> claims(String name, Object value) {
        return Map.of("preferred_username", "ada", "email", "ada@example.com", name, value);
    }
}
