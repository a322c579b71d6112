package com.leadrouter.signin;

import static org.assertj.core.api.Assertions.assertThat;

import com.leadrouter.platform.ClientAddresses;
import jakarta.servlet.http.HttpServletRequest;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;

class AsSentTest {

    private final MockHttpServletRequest request = new MockHttpServletRequest("GET", "/console");

    AsSentTest() {
        request.setRemoteAddr("10.0.0.7");
        request.setServerName("lead-router.internal");
        request.setServerPort(8080);
        request.addHeader("Host", "lead-router.internal:8080");
    }

    @Test
    void whatATrustedProxySaysCounts() {
        request.addHeader("X-Forwarded-Proto", "https");
        request.addHeader("X-Forwarded-Host", "leads.example.com");

        HttpServletRequest sent = asSent("10.0.0.0/8");

        assertThat(sent.isSecure()).isTrue();
        assertThat(sent.getRequestURL()).hasToString("https://leads.example.com/console");
        assertThat(sent.getHeader("host")).isEqualTo("leads.example.com");
        assertThat(sent.getServerPort()).isEqualTo(443);
    }

    @Test
    void aProxyThatPassesTheHostOnSaysTheSchemeAlone() {
        request.addHeader("X-Forwarded-Proto", "https");
        request.removeHeader("Host");
        request.addHeader("Host", "leads.example.com");

        assertThat(asSent("10.0.0.0/8").getRequestURL()).hasToString("https://leads.example.com/console");
    }

    @Test
    void theOtherWayOfWritingItCountsToo() {
        request.addHeader("Forwarded", "for=203.0.113.7;proto=https;host=\"leads.example.com:8443\"");

        assertThat(asSent("10.0.0.0/8").getRequestURL()).hasToString("https://leads.example.com:8443/console");
    }

    @Test
    void whatAnybodyElseSaysDoesNot() {
        request.addHeader("X-Forwarded-Proto", "https");
        request.addHeader("X-Forwarded-Host", "evil.example");

        assertThat(asSent("192.168.0.0/16")).isSameAs(request);
    }

    @Test
    void whatCannotBeReadDoesNot() {
        request.addHeader("X-Forwarded-Port", "many");

        assertThat(asSent("10.0.0.0/8").getServerPort()).isEqualTo(8080);
    }

    private HttpServletRequest asSent(String trusted) {
        return AsSent.of(request, ClientAddresses.trusting(trusted));
    }
}
