package com.leadrouter.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.leadrouter.platform.CallingSource;
import com.leadrouter.platform.Settings;
import io.github.bucket4j.TimeMeter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

class RateLimitsTest {

    private static final CallingSource SLOW = new CallingSource("slow");
    private static final CallingSource USUAL = new CallingSource("usual");
    private static final CallingSource FREE = new CallingSource("free");

    private long nanos;
    private final RateLimits limits = new RateLimits(settings(), new SteppedTime());

    @Test
    void aSourceMayHandInSoManyASecond() {
        assertThat(taken(USUAL, 200)).isEqualTo(100);

        assertThat(limits.take(USUAL, 1)).hasValue(Duration.ofMillis(10));
        pass(Duration.ofMillis(10));
        assertThat(limits.take(USUAL, 1)).isEmpty();
        assertThat(limits.take(USUAL, 1)).isPresent();
        pass(Duration.ofSeconds(1));
        assertThat(taken(USUAL, 200)).isEqualTo(100);
    }

    @Test
    void oneSourceDoesNotCountForAnother() {
        taken(USUAL, 200);

        assertThat(limits.take(SLOW, 1)).isEmpty();
    }

    @Test
    void zeroIsNoLimit() {
        assertThat(taken(FREE, 10_000)).isEqualTo(10_000);
    }

    @Test
    void aBatchCountsAllItsLeads() {
        assertThat(limits.takeBatch(SLOW, 7)).isEmpty();

        // Of two a second seven are taken: five are owed, and one more is asked for.
        assertThat(limits.takeBatch(SLOW, 1)).hasValue(Duration.ofSeconds(3));
        pass(Duration.ofMillis(2900));
        assertThat(limits.takeBatch(SLOW, 7)).isPresent();
        pass(Duration.ofMillis(100));
        assertThat(limits.takeBatch(SLOW, 1)).isEmpty();
        assertThat(limits.takeBatch(FREE, 1000)).isEmpty();
        assertThat(limits.takeBatch(FREE, 1000)).isEmpty();
    }

    @Test
    void whatABatchOwesIsNothingToTheLeadsThatComeAlone() {
        limits.takeBatch(USUAL, 1000);

        assertThat(taken(USUAL, 200)).isEqualTo(100);
        assertThat(limits.takeBatch(USUAL, 1)).isPresent();
        assertThat(limits.takeBatch(SLOW, 1)).isEmpty();
    }

    @Test
    void norIsAFloodOfThoseToABatch() {
        taken(USUAL, 200);

        assertThat(limits.takeBatch(USUAL, 1000)).isEmpty();
    }

    @Test
    void anAddressMaySubmitAFormSoOftenAMinute() {
        assertThat(submitted("a", "203.0.113.7", 20)).isEqualTo(10);
        assertThat(limits.take("a", address("203.0.113.7"), 10)).hasValue(Duration.ofSeconds(6));
        assertThat(submitted("a", "203.0.113.8", 20)).isEqualTo(10);
        assertThat(submitted("b", "203.0.113.7", 20)).isEqualTo(10);

        pass(Duration.ofSeconds(6));
        assertThat(submitted("a", "203.0.113.7", 20)).isEqualTo(1);
        pass(Duration.ofMinutes(2));
        assertThat(submitted("a", "203.0.113.7", 20)).isEqualTo(10);
        assertThat(IntStream.range(0, 1000)
                        .filter(i -> limits.take("a", address("203.0.113.7"), 0).isEmpty()))
                .hasSize(1000);
    }

    @Test
    void whoHasAnIpv6NetworkIsOneVisitor() {
        assertThat(submitted("a", "2001:db8:1:2::1", 5)).isEqualTo(5);
        assertThat(submitted("a", "2001:db8:1:2:ffff::9", 20)).isEqualTo(5);
        assertThat(submitted("a", "2001:db8:1:3::1", 20)).isEqualTo(10);
        assertThat(submitted("a", "::ffff:203.0.113.7", 5)).isEqualTo(5);
        assertThat(submitted("a", "203.0.113.7", 20)).isEqualTo(5);
    }

    @Test
    void aNetworkShowsNobodysAddress() {
        assertThat(Network.of(address("203.0.113.7"))).hasToString("Network[…]");
    }

    private long taken(CallingSource source, int times) {
        return IntStream.range(0, times)
                .mapToObj(i -> limits.take(source, 1))
                .filter(Optional::isEmpty)
                .count();
    }

    private long submitted(String form, String address, int times) {
        return IntStream.range(0, times)
                .mapToObj(i -> limits.take(form, address(address), 10))
                .filter(Optional::isEmpty)
                .count();
    }

    private void pass(Duration time) {
        nanos += time.toNanos();
    }

    private static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static Settings settings() {
        StandardEnvironment environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .addFirst(new MapPropertySource(
                        "test",
                        Map.of(
                                "lead-router.sources.slow.rate-limit", "2",
                                "lead-router.sources.usual.region", "GB",
                                "lead-router.sources.free.rate-limit", "0")));
        return new Settings(environment);
    }

    private final class SteppedTime implements TimeMeter {

        @Override
        public long currentTimeNanos() {
            return nanos;
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    }
}
