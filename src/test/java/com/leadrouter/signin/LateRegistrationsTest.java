package com.leadrouter.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.security.oauth2.client.OAuth2ClientProperties;

class LateRegistrationsTest {

    private static final Duration PATIENCE = Duration.ofMillis(200);

    @Test
    void aProviderThatHangsIsAskedOnceAndNobodyWaitsForItLong() throws IOException {
        AtomicInteger calls = new AtomicInteger();
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread.ofPlatform().daemon().start(() -> takeAndSayNothing(silent, calls));
            LateRegistrations registrations =
                    new LateRegistrations(provider("http://127.0.0.1:" + silent.getLocalPort()), PATIENCE);

            long start = System.nanoTime();
            IntStream.range(0, 20)
                    .parallel()
                    .forEach(i -> assertThatThrownBy(() -> registrations.findByRegistrationId("sso"))
                            .isInstanceOf(IllegalStateException.class));

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(25));
            assertThat(calls).hasValueLessThanOrEqualTo(1);
        }
    }

    @Test
    void whoIsNotConfiguredIsNobody() {
        assertThat(new LateRegistrations(provider("http://127.0.0.1:1"), PATIENCE).findByRegistrationId("other"))
                .isNull();
    }

    private static void takeAndSayNothing(ServerSocket silent, AtomicInteger calls) {
        try {
            while (true) {
                silent.accept();
                calls.incrementAndGet();
            }
        } catch (IOException closed) {
            // the test is over
        }
    }

    private static OAuth2ClientProperties provider(String issuer) {
        OAuth2ClientProperties properties = new OAuth2ClientProperties();
        OAuth2ClientProperties.Registration registration = new OAuth2ClientProperties.Registration();
        registration.setClientId("lead-router");
        registration.setProvider("sso");
        OAuth2ClientProperties.Provider provider = new OAuth2ClientProperties.Provider();
        provider.setIssuerUri(issuer);
        properties.getRegistration().put("sso", registration);
        properties.getProvider().put("sso", provider);
        return properties;
    }
}
