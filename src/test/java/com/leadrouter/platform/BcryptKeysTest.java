package com.leadrouter.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.security.crypto.bcrypt.BCrypt;

class BcryptKeysTest {

    /** A check takes some 200 ms, so that two hundred of them could not be overlooked. */
    private static final int COST = 12;

    private static final String RIGHT = "lr_right";
    private static final CallingSource SOURCE = new CallingSource("a");
    private static final CallingSource OTHER = new CallingSource("b");

    private final BcryptKeys keys = new BcryptKeys();

    @ParameterizedTest
    @ValueSource(strings = {"a", "b", "y"})
    void aKeyNamesItsSource(String variant) {
        add("x", variant, 4, OTHER);
        add(RIGHT, variant, 4, SOURCE);

        assertThat(keys.sourceOf(RIGHT)).hasValue(SOURCE);
        assertThat(keys.sourceOf(RIGHT)).hasValue(SOURCE);
        assertThat(keys.sourceOf("x")).hasValue(OTHER);
        assertThat(keys.sourceOf("lr_wrong")).isEmpty();
        assertThat(keys.sourceOf("lr_wrong")).isEmpty();
        assertThat(keys.sourceOf("")).isEmpty();
    }

    @Test
    void aKeyCostsOneCheckHoweverOftenItComes() {
        add(RIGHT, "a", COST, SOURCE);

        Duration time = timeOf(() -> IntStream.range(0, 200).forEach(i -> {
            assertThat(keys.sourceOf(RIGHT)).isPresent();
            assertThat(keys.sourceOf("lr_forgotten")).isEmpty();
        }));

        assertThat(time).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void wrongKeysTakeALittleOfOneProcessorAndNobodyElsesTime() throws Exception {
        add(RIGHT, "a", COST, SOURCE);
        add("lr_never_sent", "a", COST, OTHER);
        assertThat(keys.sourceOf(RIGHT)).isPresent();

        try (ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Optional<CallingSource>>> wrong = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                String key = "lr_wrong" + i;
                wrong.add(senders.submit(busyOr(() -> keys.sourceOf(key))));
            }
            assertThat(timeOf(() -> IntStream.range(0, 100)
                            .forEach(i -> assertThat(keys.sourceOf(RIGHT)).isPresent())))
                    .isLessThan(Duration.ofSeconds(1));

            long checked = 0;
            for (Future<Optional<CallingSource>> answer : wrong) {
                assertThat(answer.get()).isNotEqualTo(Optional.of(SOURCE));
                checked += answer.get().isEmpty() ? 1 : 0;
            }
            assertThat(checked).as("within the second for which one waits").isBetween(1L, 20L);
        }
    }

    @Test
    void onceEachHashHasMetItsKeyAWrongOneCostsNothing() {
        add(RIGHT, "a", COST, SOURCE);
        assertThat(keys.sourceOf(RIGHT)).isPresent();

        assertThat(timeOf(() -> IntStream.range(0, 200)
                        .forEach(i -> assertThat(keys.sourceOf("lr_wrong" + i)).isEmpty())))
                .isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void whoCannotBeLookedAtSoonIsToldSoAtOnce() {
        add(RIGHT, "a", COST, SOURCE);
        for (int i = 0; i < 3; i++) {
            add("lr_never_sent" + i, "a", COST, OTHER);
        }
        Duration check = timeOf(() -> assertThat(keys.sourceOf("lr_wrong")).isEmpty());

        Duration told =
                timeOf(() -> assertThatThrownBy(() -> keys.sourceOf(RIGHT)).isInstanceOf(KeysBusy.class));

        assertThat(told).isLessThan(check.dividedBy(2));
    }

    @Test
    void afterAWrongKeyComesARest() {
        add(RIGHT, "a", 8, SOURCE);

        Duration first = timeOf(() -> assertThat(keys.sourceOf("lr_wrong1")).isEmpty());
        Duration second = timeOf(() -> assertThat(keys.sourceOf("lr_wrong2")).isEmpty());

        assertThat(second).isGreaterThan(first.multipliedBy(5).dividedBy(2));
    }

    @Test
    void aKeyLongerThanBcryptLooksIsNoKey() {
        add("k".repeat(72), "a", 4, SOURCE);

        assertThat(keys.sourceOf("k".repeat(72))).isPresent();
        assertThat(keys.sourceOf("k".repeat(73))).isEmpty();
        assertThat(keys.sourceOf("k".repeat(72) + "x".repeat(10_000))).isEmpty();
    }

    /** The answer, or {@code other} in the place of a source where it is not looked at. */
    private static Callable<Optional<CallingSource>> busyOr(Callable<Optional<CallingSource>> look) {
        return () -> {
            try {
                return look.call();
            } catch (KeysBusy busy) {
                return Optional.of(OTHER);
            }
        };
    }

    private void add(String key, String variant, int cost, CallingSource source) {
        String hash = BCrypt.hashpw(key, BCrypt.gensalt("$2" + variant, cost));
        keys.add((ApiKey.Bcrypt) ApiKey.configured("api-keys[0]", "{bcrypt}" + hash), source);
    }

    private static Duration timeOf(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
