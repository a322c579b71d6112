package com.leadrouter.intake;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.leadrouter.platform.CallingSource;
import com.leadrouter.platform.Settings;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * How fast leads may come: of each source, {@code lead-router.sources.<name>.rate-limit} leads a second one by one and as
 * many in batches, and from each address to a form so many submissions a minute. Counted in this replica alone: with
 * three behind a balancer three times as many come through, and no database is asked before a flood is refused.
 */
@Component
final class RateLimits {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    /** Some 400 bytes each. Who is forgotten early, because so many others came, may begin anew. */
    private static final int MOST_ADDRESSES = 20_000;

    private record Visitor(String form, Network network) {}

    private final Map<String, Bucket> sources = new TreeMap<>();

    // Of their own: what a batch owes for ten seconds would shut the source's forms for as long.
    private final Map<String, Bucket> batches = new TreeMap<>();

    private final TimeMeter time;
    private final Cache<Visitor, Bucket> visitors;

    @Autowired
    RateLimits(Settings settings) {
        this(settings, TimeMeter.SYSTEM_NANOTIME);
    }

    RateLimits(Settings settings, TimeMeter time) {
        this.time = time;
        // After a minute a bucket is full again, and as good as a new one.
        this.visitors = Caffeine.newBuilder()
                .maximumSize(MOST_ADDRESSES)
                .expireAfterAccess(MINUTE)
                .ticker(time::currentTimeNanos)
                .executor(Runnable::run)
                .build();
        settings.bindEach(SourceSettings.PREFIX, SourceSettings.class).forEach((name, source) -> {
            if (source.rateLimit() > 0) {
                sources.put(name, bucket(source.rateLimit(), SECOND));
                batches.put(name, bucket(source.rateLimit(), SECOND));
            }
        });
    }

    /** Nothing where the source may hand in that many leads now, else how long it has to wait. */
    Optional<Duration> take(CallingSource source, int leads) {
        return Optional.ofNullable(sources.get(source.name())).flatMap(bucket -> take(bucket, leads));
    }

    /**
     * Nothing where the source may hand in a batch of that many leads now, else how long it has to wait. Whoever has one
     * left may hand in a whole batch, for else none larger than the limit would ever come in; he waits the longer
     * afterwards.
     */
    Optional<Duration> takeBatch(CallingSource source, int leads) {
        Bucket bucket = batches.get(source.name());
        if (bucket == null) {
            return Optional.empty();
        }
        Optional<Duration> wait = take(bucket, 1);
        if (wait.isEmpty() && leads > 1) {
            bucket.consumeIgnoringRateLimits(leads - 1L);
        }
        return wait;
    }

    /** Nothing where the form may be submitted from the address now, else how long that has to wait; 0 is no limit. */
    Optional<Duration> take(String form, InetAddress address, int perMinute) {
        if (perMinute == 0) {
            return Optional.empty();
        }
        return take(visitors.get(new Visitor(form, Network.of(address)), visitor -> bucket(perMinute, MINUTE)), 1);
    }

    private static Optional<Duration> take(Bucket bucket, int tokens) {
        ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(tokens);
        return probe.isConsumed() ? Optional.empty() : Optional.of(Duration.ofNanos(probe.getNanosToWaitForRefill()));
    }

    private Bucket bucket(int capacity, Duration refilledIn) {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(capacity).refillGreedy(capacity, refilledIn))
                .withCustomTimePrecision(time)
                .build();
    }
}
