package com.leadrouter.platform;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class SecurityHeadersTest {

    private static final String POLICY = "Content-Security-Policy";

    private final MockHttpServletRequest request = new MockHttpServletRequest();
    private final MockHttpServletResponse response = new MockHttpServletResponse();

    @Test
    void whoAnswersWithAPageSaysWhatItMayDo() throws Exception {
        new SecurityHeaders().doFilter(request, response, (in, out) -> {
            ((HttpServletResponse) out).addHeader(POLICY, "default-src 'self'");
            ((HttpServletResponse) out).setHeader("cache-control", "max-age=60");
            ((HttpServletResponse) out).addHeader("Cache-Control", "public");
        });

        assertThat(response.getHeaders(POLICY)).containsExactly("default-src 'self'");
        assertThat(response.getHeaders("Cache-Control")).containsExactly("max-age=60", "public");
        assertThat(response.getHeader("X-Content-Type-Options")).isEqualTo("nosniff");
    }

    @Test
    void whoCameBySecureTransportIsToldToKeepToIt() throws Exception {
        new SecurityHeaders().doFilter(request, response, (in, out) -> {});
        assertThat(response.getHeader("Strict-Transport-Security")).isNull();

        MockHttpServletResponse secure = new MockHttpServletResponse();
        MockHttpServletRequest https = new MockHttpServletRequest();
        https.setSecure(true);
        new SecurityHeaders().doFilter(https, secure, (in, out) -> {});
        assertThat(secure.getHeader("Strict-Transport-Security")).isEqualTo("max-age=31536000");
    }
}
