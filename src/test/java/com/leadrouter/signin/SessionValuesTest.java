package com.leadrouter.signin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.core.convert.ConversionService;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;

class SessionValuesTest {

    private final ConversionService conversion = SessionValues.conversion();

    @Test
    void whatBelongsIntoASessionComesBack() {
        OAuth2AuthorizationRequest asked = OAuth2AuthorizationRequest.authorizationCode()
                .authorizationUri("https://provider.example/authorize")
                .clientId("lead-router")
                .redirectUri("https://router.example/login/oauth2/code/sso")
                .scope("openid")
                .state("state")
                .attributes(Map.of("nonce", "n"))
                .build();

        assertThat(back("ops")).isEqualTo("ops");
        assertThat(back(true)).isEqualTo(true);
        assertThat(back(asked)).isInstanceOfSatisfying(OAuth2AuthorizationRequest.class, request -> {
            assertThat(request.getAuthorizationRequestUri()).isEqualTo(asked.getAuthorizationRequestUri());
            assertThat(request.<String>getAttribute("nonce")).isEqualTo("n");
        });
    }

    @Test
    void whatElseSomebodyHasWrittenThereIsNotRead() {
        assertThat(back(new File("x"))).isNull();
        assertThat(back(new HashMap<>(Map.of("x", new File("x"))))).isNull();
        assertThat(conversion.convert(new byte[] {1, 2, 3}, Object.class)).isNull();
    }

    private Object back(Object value) {
        return conversion.convert(conversion.convert(value, byte[].class), Object.class);
    }
}
