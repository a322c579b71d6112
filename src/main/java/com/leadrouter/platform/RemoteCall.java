package com.leadrouter.platform;

import com.leadrouter.platform.Exchange.Answered;
import com.leadrouter.platform.Exchange.NeverSent;
import com.leadrouter.platform.Exchange.NoAnswer;
import com.leadrouter.platform.Exchange.Why;
import com.leadrouter.platform.Exchange.Withheld;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.ratelimiter.RateLimiter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.http.MediaType;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;

/**
 * HTTP calls to one destination behind its guards: rate limiter, then circuit breaker, then the call. Whatever the
 * network or the other side does comes back as an {@link Exchange}; redirects are not followed, nothing is tried twice.
 */
public final class RemoteCall {

    /** As much of an answer as anyone looks at. */
    private static final int BODY_LIMIT = 256 * 1024;

    private final RestClient client;
    private final CircuitBreaker circuitBreaker;
    private final Optional<RateLimiter> rateLimiter;
    private final AtomicInteger onTheWay = new AtomicInteger();
    private final List<String> secrets;

    RemoteCall(
            RestClient client, CircuitBreaker circuitBreaker, Optional<RateLimiter> rateLimiter, List<String> secrets) {
        this.client = client;
        this.circuitBreaker = circuitBreaker;
        this.rateLimiter = rateLimiter;
        this.secrets = secrets;
    }

    /** Posts JSON to a path below the destination's base URL. */
    public Exchange postJson(String path, Map<String, String> headers, byte[] json) {
        // Outside the breaker: a call we hold back ourselves must not count as a healthy answer.
        if (rateLimiter.isPresent() && !rateLimiter.get().acquirePermission()) {
            return new Withheld(Why.RATE_LIMITED);
        }
        try {
            return circuitBreaker.executeSupplier(() -> exchange(path, headers, json));
        } catch (CallNotPermittedException open) {
            return new Withheld(Why.CIRCUIT_OPEN);
        }
    }

    private Exchange exchange(String path, Map<String, String> headers, byte[] json) {
        onTheWay.incrementAndGet();
        try {
            return client.post()
                    .uri(path)
                    .headers(to -> headers.forEach(to::set))
                    .contentType(MediaType.APPLICATION_JSON)
                    .accept(MediaType.APPLICATION_JSON)
                    .body(json)
                    .exchangeForRequiredValue((request, response) -> read(response));
        } catch (ResourceAccessException e) {
            String cause = describe(e.getCause() == null ? e : e.getCause());
            return e.getCause() instanceof SentMarker.FailedAfterSending
                    ? new NoAnswer(cause, null)
                    : new NeverSent(cause);
        } finally {
            onTheWay.decrementAndGet();
        }
    }

    private Exchange read(ClientHttpResponse response) throws IOException {
        int status = response.getStatusCode().value();
        try {
            String body = mask(new String(response.getBody().readNBytes(BODY_LIMIT), StandardCharsets.UTF_8));
            return new Answered(status, body, RetryAfter.of(response.getHeaders()));
        } catch (IOException e) {
            return new NoAnswer(describe(e), status);
        }
    }

    private String mask(String body) {
        String masked = body;
        for (String secret : secrets) {
            masked = masked.replace(secret, "****");
        }
        return masked;
    }

    private static String describe(Throwable failure) {
        Throwable cause = failure instanceof SentMarker.FailedAfterSending && failure.getCause() != null
                ? failure.getCause()
                : failure;
        return cause.getClass().getSimpleName();
    }

    /** How many calls the guards would let through just now. */
    public int capacity() {
        int permits = rateLimiter
                .map(limiter -> limiter.getMetrics().getAvailablePermissions())
                .orElse(Integer.MAX_VALUE);
        return switch (circuitBreaker.getState()) {
            case OPEN, FORCED_OPEN -> 0;
            case HALF_OPEN ->
                Math.min(
                        permits,
                        Math.max(
                                0,
                                circuitBreaker.getCircuitBreakerConfig().getPermittedNumberOfCallsInHalfOpenState()
                                        - circuitBreaker.getMetrics().getNumberOfBufferedCalls()
                                        - onTheWay.get()));
            case CLOSED, DISABLED, METRICS_ONLY -> Math.max(0, permits);
        };
    }
}
