package com.leadrouter.platform;

import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.ratelimiter.RateLimiterRegistry;
import java.util.Map;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.web.client.RestClient;

/** Real {@link Settings} and {@link RemoteCalls} without Spring, from properties as they stand in a configuration. */
public final class RemoteCallsFixture {

    private RemoteCallsFixture() {}

    public static Settings settings(Map<String, String> properties) {
        StandardEnvironment environment = new StandardEnvironment();
        // Only what the test says: nothing of the machine's environment or the build's system properties.
        environment.getPropertySources().stream()
                .toList()
                .forEach(source -> environment.getPropertySources().remove(source.getName()));
        environment.getPropertySources().addFirst(new MapPropertySource("test", Map.copyOf(properties)));
        return new Settings(environment);
    }

    public static RemoteCalls remoteCalls(Map<String, String> properties) {
        return remoteCalls(properties, CircuitBreakerRegistry.ofDefaults(), RateLimiterRegistry.ofDefaults());
    }

    /** With guards that the test can reach. */
    public static RemoteCalls remoteCalls(
            Map<String, String> properties, CircuitBreakerRegistry circuitBreakers, RateLimiterRegistry rateLimiters) {
        return new RemoteCalls(settings(properties), RestClient.builder(), circuitBreakers, rateLimiters);
    }
}
