package com.leadrouter.faults;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** One destination is ill; the other must not feel it. */
final class DestinationFaults {

    private static final int HANDSHAKE_FAILURE = 40;

    private DestinationFaults() {}

    static List<Row> rows(Form form) {
        Duration aMinute = form.pick(Duration.ofSeconds(5), Duration.ofSeconds(60));
        Duration aWhile = form.pick(Duration.ofSeconds(5), Duration.ofSeconds(30));
        return Stream.of("cap", "kapture")
                .flatMap(name -> Stream.of(
                        always(
                                Row.of(name + " answers 500", switched(name, "always&status=500", aMinute)),
                                name,
                                "cap"),
                        Row.of(name + " hangs", switched(name, "always&hang", aWhile)),
                        Row.of(name + " resets after the request", switched(name, "always&reset", aWhile)),
                        always(
                                Row.of(name + " takes it and resets", switched(name, "always&store-then-reset", aWhile))
                                        .doubling(),
                                name,
                                "kapture"),
                        always(
                                Row.of(name + " answers 401", switched(name, "always&status=401", aWhile)),
                                name,
                                "kapture"),
                        Row.of(
                                name + " answers 429, Retry-After: 2",
                                switched(name, "always&status=429&retry-after=2", aWhile)),
                        Row.of(name + " answers with half an answer", spoiled(name, DestinationFaults::half, aWhile))
                                .doubling(),
                        Row.of(name + " answers with garbage", spoiled(name, DestinationFaults::garbage, aWhile))
                                .doubling(),
                        Row.of(name + " drips its answers", spoiled(name, DestinationFaults::drip, aWhile))
                                .doubling(),
                        Row.of(name + " speaks TLS where none is due", spoiled(name, DestinationFaults::tls, aWhile))
                                .doubling()))
                .toList();
    }

    private static Row always(Row row, String name, String inShortFormOnlyFor) {
        return name.equals(inShortFormOnlyFor) ? row.always() : row;
    }

    private static Fault switched(String destination, String how, Duration time) {
        return (cluster, load) -> {
            Partners.Partner partner = partner(cluster, destination);
            partner.fails(how);
            Cluster.lasting(time);
            partner.heals();
            return "for " + time.toSeconds() + " s";
        };
    }

    private static Partners.Partner partner(Cluster cluster, String destination) {
        return destination.equals("cap")
                ? cluster.partners().cap()
                : cluster.partners().kapture();
    }

    private static Fault spoiled(String destination, DestinationProxy.Spoiling how, Duration time) {
        return (cluster, load) -> {
            cluster.replicas()
                    .forEach(replica -> replica.destination(destination).spoil(how));
            Cluster.lasting(time);
            cluster.replicas()
                    .forEach(replica -> replica.destination(destination).heal());
            return "for " + time.toSeconds() + " s";
        };
    }

    private static void half(byte[] answer, OutputStream client, Socket connection) throws IOException {
        client.write(answer, 0, answer.length / 2);
    }

    private static void garbage(byte[] answer, OutputStream client, Socket connection) throws IOException {
        byte[] garbage = new byte[answer.length];
        new Random(answer.length).nextBytes(garbage);
        client.write(garbage);
    }

    // A byte each half second is never too late for a socket's time-out, and always for ours.
    private static void drip(byte[] answer, OutputStream client, Socket connection) throws IOException {
        CountDownLatch never = new CountDownLatch(1);
        for (byte one : answer) {
            client.write(one);
            try {
                never.await(500, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** What a TLS server says to someone who does not: an alert (RFC 8446, section 6). */
    private static void tls(byte[] answer, OutputStream client, Socket connection) throws IOException {
        client.write(new byte[] {21, 3, 3, 0, 2, 2, HANDSHAKE_FAILURE});
    }
}
