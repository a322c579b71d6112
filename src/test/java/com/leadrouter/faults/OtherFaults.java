package com.leadrouter.faults;

import static com.leadrouter.Eventually.within;
import static org.assertj.core.api.Assertions.assertThat;

import com.leadrouter.Required;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A replica whose clock is wrong, and a lead that nobody can read. */
final class OtherFaults {

    /** The Debian package libfaketime. */
    private static final Optional<Path> FAKETIME = Stream.of(
                    "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1",
                    "/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1")
            .map(Path::of)
            .filter(Files::exists)
            .findFirst();

    private OtherFaults() {}

    static List<Row> rows() {
        return List.of(
                Row.of("the clock of one replica 10 minutes ahead", clockOff("+10m"))
                        .needing(Required.FAKETIME, FAKETIME.isPresent(), "libfaketime is not installed")
                        .always(),
                Row.of("the clock of one replica 10 minutes behind", clockOff("-10m"))
                        .needing(Required.FAKETIME, FAKETIME.isPresent(), "libfaketime is not installed"),
                Row.of("a poisoned lead", OtherFaults::poison)
                        .prepared(OtherFaults::poisonOne, OtherFaults::poisonNone)
                        .holding(2)
                        .always());
    }

    private static Fault clockOff(String by) {
        return (cluster, load) -> {
            ReplicaProcess replica = cluster.one();
            replica.terminate();
            replica.start(Map.of(
                    "LD_PRELOAD",
                    FAKETIME.orElseThrow().toString(),
                    "FAKETIME",
                    by,
                    "FAKETIME_DONT_FAKE_MONOTONIC",
                    "1",
                    // Its work-around for older glibcs makes each Object.wait of a JVM return at once.
                    "FAKETIME_FORCE_MONOTONIC_FIX",
                    "0"));
            replica.awaitReady();
            load.awaitAll();
            replica.terminate();
            replica.start();
            replica.awaitReady();
            return "by libfaketime";
        };
    }

    // Unreadable from its birth, so that no courier can be quicker.
    private static void poisonOne(Cluster cluster) {
        cluster.jdbc().sql("""
                        create or replace function poison() returns trigger language plpgsql as $$
                        begin
                            if nextval('arrivals') = 20 then
                                new.document := '{"contact": "unreadable"}';
                            end if;
                            return new;
                        end
                        $$
                        """).update();
        cluster.jdbc().sql("create sequence arrivals").update();
        cluster.jdbc()
                .sql("create trigger poison before insert on lead for each row execute function poison()")
                .update();
    }

    private static void poisonNone(Cluster cluster) {
        cluster.jdbc().sql("drop trigger poison on lead").update();
        cluster.jdbc().sql("drop sequence arrivals").update();
    }

    private static String poison(Cluster cluster, Load load) {
        load.awaitAll();
        long started = System.nanoTime();
        within(
                Duration.ofSeconds(30),
                () -> assertThat(cluster.jdbc()
                                .sql("select count(*) from delivery where due_at is not null and faults = 0")
                                .query(Integer.class)
                                .single())
                        .isZero());
        return "HELD at both after five tries; the others were there %d ms after the last 202"
                .formatted(Duration.ofNanos(System.nanoTime() - started).toMillis());
    }
}
