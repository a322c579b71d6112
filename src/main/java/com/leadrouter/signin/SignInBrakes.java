package com.leadrouter.signin;

import com.leadrouter.platform.KeyedHashes;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Slows down who tries passwords, on all replicas together, with the table {@code sign_in_brake}. Counted are the wrong ones
 * of one place for one name, of one address for all names, and of all places for one name. The last shuts nobody out, or a
 * stranger could do so to an operator: from then on each place has one try a minute. Nor does an address that tries too much
 * concern a device on which that operator has signed in before. The reasons are in ADR 14.
 *
 * <p>A count is one time (the generic cell rate algorithm): each wrong password puts it off further, and how far it lies
 * ahead says how many have come.
 */
@Component
final class SignInBrakes {

    private static final String LOOK = """
            select key, extract(epoch from until - clock_timestamp()) as ahead
            from sign_in_brake
            where key in (:keys)
            """;

    private static final String TAKE = """
            insert into sign_in_brake as b (key, until)
            values (:key, clock_timestamp() + :step * interval '1 second')
            on conflict (key) do update
            set until = greatest(b.until, clock_timestamp()) + :step * interval '1 second'
            where b.until <= clock_timestamp() + :slack * interval '1 second'
            """;

    private static final String GIVE_BACK = """
            update sign_in_brake
            set until = until - :step * interval '1 second'
            where key = :key
            """;

    private static final String FORGET = """
            delete from sign_in_brake
            where until < clock_timestamp()
            """;

    /** One kind of count: how many at once, then one each that long. */
    private record Measure(int atOnce, Duration each) {

        long step() {
            return each.toSeconds();
        }

        long slack() {
            return (atOnce - 1) * step();
        }
    }

    private static final Measure OF_A_PLACE = new Measure(5, Duration.ofSeconds(30));
    private static final Measure OF_A_PLACE_UNDER_ATTACK = new Measure(1, Duration.ofMinutes(1));
    private static final Measure OF_AN_ADDRESS = new Measure(30, Duration.ofMinutes(1));
    private static final Measure OF_A_NAME = new Measure(30, Duration.ofMinutes(2));
    private static final Measure WITHOUT_END = new Measure(60, Duration.ofMinutes(2));

    private final JdbcClient jdbc;
    private final KeyedHashes hashes;

    SignInBrakes(JdbcClient jdbc, KeyedHashes hashes) {
        this.jdbc = jdbc;
        this.hashes = hashes;
    }

    /** Whether one may try, and if so what to do about it afterwards. */
    sealed interface Try {}

    /** Not now. */
    record Wait(Duration until) implements Try {}

    /** Now; {@code taken} is what has been counted already, in case it fails. */
    record Go(String name, Place place, List<Taken> taken) implements Try {

        Go {
            taken = List.copyOf(taken);
        }

        @Override
        public String toString() {
            return "Go[…]";
        }
    }

    private record Taken(String key, Measure measure) {}

    /** Before the password is looked at. */
    Try before(String name, Place place) {
        String ofPlace = key(place.who(name));
        String ofAddress = key("address " + place.address());
        String ofName = key("name " + name);
        Map<String, Double> ahead = look(List.of(ofPlace, ofAddress, ofName));
        boolean known = place.device().isPresent();
        boolean attacked = !known && ahead.getOrDefault(ofName, 0.0) > OF_A_NAME.slack();
        Measure measure = attacked ? OF_A_PLACE_UNDER_ATTACK : OF_A_PLACE;
        // Who has done nothing wrong lately pays for one look: he may come with each request.
        if (!attacked && ahead.getOrDefault(ofPlace, 0.0) <= 0 && (known || ahead.getOrDefault(ofAddress, 0.0) <= 0)) {
            return new Go(name, place, List.of());
        }
        // Counted before it is looked at: else a thousand at once would all be looked at.
        if (!known && !take(ofAddress, OF_AN_ADDRESS)) {
            return waiting(ofAddress, OF_AN_ADDRESS);
        }
        if (!take(ofPlace, measure)) {
            return waiting(ofPlace, measure);
        }
        return new Go(
                name,
                place,
                known
                        ? List.of(new Taken(ofPlace, measure))
                        : List.of(new Taken(ofPlace, measure), new Taken(ofAddress, OF_AN_ADDRESS)));
    }

    /** The password was right, or could not be looked at. */
    void forgive(Go tried) {
        tried.taken()
                .forEach(taken -> jdbc.sql(GIVE_BACK)
                        .param("key", taken.key())
                        .param("step", taken.measure().step())
                        .update());
    }

    /** The password was wrong. */
    void count(Go tried) {
        if (tried.taken().isEmpty()) {
            charge(key(tried.place().who(tried.name())), OF_A_PLACE);
            if (tried.place().device().isEmpty()) {
                charge(key("address " + tried.place().address()), OF_AN_ADDRESS);
            }
        }
        // However long it goes on, it is over an hour or two after its end.
        boolean unused = take(key("name " + tried.name()), WITHOUT_END);
    }

    /** What is over. */
    void forget() {
        jdbc.sql(FORGET).update();
    }

    private Map<String, Double> look(List<String> keys) {
        Map<String, Double> ahead = new HashMap<>();
        jdbc.sql(LOOK)
                .param("keys", keys)
                .query((row, index) -> ahead.put(row.getString("key"), row.getDouble("ahead")))
                .list();
        return ahead;
    }

    private boolean take(String key, Measure measure) {
        return jdbc.sql(TAKE)
                        .param("key", key)
                        .param("step", measure.step())
                        .param("slack", measure.slack())
                        .update()
                == 1;
    }

    private void charge(String key, Measure measure) {
        jdbc.sql(TAKE)
                .param("key", key)
                .param("step", measure.step())
                .param("slack", Duration.ofDays(1).toSeconds())
                .update();
    }

    private Wait waiting(String key, Measure measure) {
        double ahead = look(List.of(key)).getOrDefault(key, 0.0);
        return new Wait(Duration.ofSeconds(Math.max(1, (long) Math.ceil(ahead - measure.slack()))));
    }

    // Neither addresses nor what somebody has typed, which may be a password in the wrong field, are kept.
    private String key(String counted) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(hashes.hash("sign-in", counted));
    }
}
