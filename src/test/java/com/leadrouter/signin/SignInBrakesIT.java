package com.leadrouter.signin;

import static org.assertj.core.api.Assertions.assertThat;

import com.leadrouter.platform.KeyedHashes;
import com.leadrouter.postgres.Database;
import com.leadrouter.postgres.TestDatabases;
import com.leadrouter.signin.SignInBrakes.Go;
import com.leadrouter.signin.SignInBrakes.Try;
import com.leadrouter.signin.SignInBrakes.Wait;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** How who guesses passwords is slowed down, by two replicas, and who is not. */
class SignInBrakesIT {

    private static final KeyedHashes HASHES = KeyedHashes.with("a secret");
    private static final Place STRANGER = at("203.0.113.7");

    private static JdbcClient jdbc;
    private static SignInBrakes one;
    private static SignInBrakes two;

    @BeforeAll
    static void start() {
        Database database = TestDatabases.create().migrated();
        jdbc = JdbcClient.create(database.dataSource());
        one = new SignInBrakes(jdbc, HASHES);
        two = new SignInBrakes(JdbcClient.create(database.dataSource()), HASHES);
    }

    @BeforeEach
    void forgetAll() {
        jdbc.sql("truncate sign_in_brake").update();
    }

    @Test
    void afterFiveWrongPasswordsThereIsOneTryEachHalfMinuteOnAllReplicas() {
        IntStream.range(0, 5).forEach(i -> wrong(i % 2 == 0 ? one : two, "ops", STRANGER));

        assertThat(two.before("ops", STRANGER))
                .isInstanceOfSatisfying(
                        Wait.class,
                        wait -> assertThat(wait.until()).isBetween(Duration.ofSeconds(25), Duration.ofSeconds(30)));

        pass(Duration.ofSeconds(30));
        wrong(one, "ops", STRANGER);
        assertThat(two.before("ops", STRANGER)).isInstanceOf(Wait.class);
    }

    @Test
    void whoGetsItRightIsNeverSlowedDown() {
        IntStream.range(0, 100).forEach(i -> right(one, "ops", STRANGER));
        assertThat(rows()).isZero();

        IntStream.range(0, 4).forEach(i -> wrong(one, "ops", STRANGER));
        IntStream.range(0, 100).forEach(i -> right(two, "ops", STRANGER));
        wrong(one, "ops", STRANGER);

        assertThat(one.before("ops", STRANGER)).isInstanceOf(Wait.class);
    }

    @Test
    void aThousandAtOnceAreNotLookedAt() {
        wrong(one, "ops", STRANGER);
        AtomicInteger lookedAt = new AtomicInteger();

        IntStream.range(0, 200).parallel().forEach(i -> {
            if ((i % 2 == 0 ? one : two).before("ops", STRANGER) instanceof Go) {
                lookedAt.incrementAndGet();
            }
        });

        assertThat(lookedAt).hasValue(4);
    }

    @Test
    void whatAStrangerTriesDoesNotShutTheOperatorOut() {
        // From many addresses, so that each has tries left.
        IntStream.range(0, 60).forEach(i -> wrong(one, "ops", at("198.51.100." + i)));

        assertThat(two.before("ops", at("192.0.2.1"))).isInstanceOf(Go.class);
        assertThat(two.before("ada", STRANGER)).isInstanceOf(Go.class);
    }

    @Test
    void underAttackEachPlaceHasOneTryAMinute() {
        IntStream.range(0, 60).forEach(i -> wrong(one, "ops", at("198.51.100." + i)));

        wrong(one, "ops", STRANGER);
        assertThat(two.before("ops", STRANGER))
                .isInstanceOfSatisfying(
                        Wait.class,
                        wait -> assertThat(wait.until()).isBetween(Duration.ofSeconds(55), Duration.ofSeconds(60)));

        pass(Duration.ofHours(2));
        IntStream.range(0, 5).forEach(i -> wrong(one, "ops", STRANGER));
    }

    @Test
    void aDeviceThatIsKnownHasTriesOfItsOwn() {
        Place known = new Place(STRANGER.address(), Optional.of("d1"));
        IntStream.range(0, 40).forEach(i -> wrong(one, "guess" + i % 20, STRANGER, true));
        IntStream.range(0, 5).forEach(i -> wrong(one, "ops", STRANGER, true));
        assertThat(one.before("ops", STRANGER)).isInstanceOf(Wait.class);

        IntStream.range(0, 5).forEach(i -> wrong(one, "ops", known));

        assertThat(one.before("ops", known)).isInstanceOf(Wait.class);
        assertThat(one.before("ops", new Place(STRANGER.address(), Optional.of("d2"))))
                .isInstanceOf(Go.class);
    }

    @Test
    void whoTriesManyNamesIsSlowedDownToo() {
        IntStream.range(0, 30).forEach(i -> wrong(one, "name" + i, STRANGER));

        assertThat(two.before("another", STRANGER)).isInstanceOf(Wait.class);
        assertThat(two.before("another", at("203.0.113.8"))).isInstanceOf(Go.class);
    }

    @Test
    void neitherNamesNorAddressesAreKeptAndWhatIsOverIsForgotten() {
        wrong(one, "hunter2", STRANGER);
        assertThat(jdbc.sql("select string_agg(key, ' ') from sign_in_brake")
                        .query(String.class)
                        .single())
                .doesNotContain("hunter2", STRANGER.address());
        assertThat(rows()).isEqualTo(3);

        one.forget();
        assertThat(rows()).isEqualTo(3);
        pass(Duration.ofMinutes(3));
        one.forget();
        assertThat(rows()).isZero();
    }

    private static void wrong(SignInBrakes brakes, String name, Place place) {
        wrong(brakes, name, place, false);
    }

    private static void wrong(SignInBrakes brakes, String name, Place place, boolean orNotLookedAt) {
        Try may = brakes.before(name, place);
        if (may instanceof Go go) {
            brakes.count(go);
        } else {
            assertThat(orNotLookedAt).as("is looked at").isTrue();
        }
    }

    private static void right(SignInBrakes brakes, String name, Place place) {
        assertThat(brakes.before(name, place)).isInstanceOfSatisfying(Go.class, brakes::forgive);
    }

    private static void pass(Duration time) {
        jdbc.sql("update sign_in_brake set until = until - :seconds * interval '1 second'")
                .param("seconds", time.toSeconds())
                .update();
    }

    private static int rows() {
        return jdbc.sql("select count(*) from sign_in_brake")
                .query(Integer.class)
                .single();
    }

    private static Place at(String address) {
        return new Place(address, Optional.empty());
    }
}
