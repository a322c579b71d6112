package com.leadrouter.platform;

import com.leadrouter.platform.Exchange.Why;
import com.leadrouter.platform.Exchange.Withheld;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.ratelimiter.RateLimiter;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What every call to one destination has to pass, in this order: rate limiter, circuit breaker. */
final class Guards {

    private final CircuitBreaker circuitBreaker;
    private final Optional<RateLimiter> rateLimiter;
    private final AtomicInteger onTheWay = new AtomicInteger();

    Guards(CircuitBreaker circuitBreaker, Optional<RateLimiter> rateLimiter) {
        this.circuitBreaker = circuitBreaker;
        this.rateLimiter = rateLimiter;
    }

    /**
     * Makes the attempt if it may be made. The attempt is handed a stop-watch, to be stopped where what follows says
     * nothing of how fast the other side is; else the time is the whole attempt's.
     */
    Exchange pass(Function<StopWatch, Exchange> attempt) {
        // Outside the breaker: a call we hold back ourselves must not count as a healthy answer.
        if (rateLimiter.isPresent() && !rateLimiter.get().acquirePermission()) {
            return new Withheld(Why.RATE_LIMITED);
        }
        if (!circuitBreaker.tryAcquirePermission()) {
            return new Withheld(Why.CIRCUIT_OPEN);
        }
        StopWatch watch = new StopWatch();
        onTheWay.incrementAndGet();
        try {
            Exchange exchange = attempt.apply(watch);
            circuitBreaker.onResult(watch.nanos(), TimeUnit.NANOSECONDS, exchange);
            return exchange;
        } catch (RuntimeException | Error bug) {
            circuitBreaker.onError(watch.nanos(), TimeUnit.NANOSECONDS, bug);
            throw bug;
        } finally {
            onTheWay.decrementAndGet();
        }
    }

    /** How many calls they would let through just now. */
    int capacity() {
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

    /** How long the other side took. */
    static final class StopWatch {

        private final long started = System.nanoTime();
        private @Nullable Long stopped;

        void stop() {
            stopped = System.nanoTime();
        }

        private long nanos() {
            return (stopped == null ? System.nanoTime() : stopped) - started;
        }
    }
}
