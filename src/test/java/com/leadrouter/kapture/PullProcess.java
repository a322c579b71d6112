package com.leadrouter.kapture;

import com.leadrouter.kapture.PullAnswer.Done;
import com.leadrouter.postgres.Database;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A replica in a JVM of its own that pulls and gets stuck in the middle of the second window, to be killed there: its
 * arguments are the database and its lease.
 */
final class PullProcess {

    static final String STUCK = "stuck in the second window";

    /** In each window, the ids of one beginning where those of the one before end. */
    static final int CUSTOMERS = 1200;

    private PullProcess() {}

    public static void main(String... arguments) {
        Database database = new Database(arguments[0], arguments[1], arguments[2]);
        SharedHolds holds = new SharedHolds(Duration.parse(arguments[3]));
        AtomicInteger windows = new AtomicInteger();
        try (PullReplica replica = new PullReplica(
                database,
                ScriptedPages.pulling((window, each) -> {
                    int number = windows.getAndIncrement();
                    IntStream.range(0, CUSTOMERS).forEach(i -> {
                        if (number == 1 && i == CUSTOMERS - 100) {
                            System.out.println(STUCK);
                            awaitTheEnd();
                        }
                        each.accept(customer(number * CUSTOMERS + i + 1, null));
                    });
                    return new Done(CUSTOMERS);
                }),
                holds,
                Map.of())) {
            replica.loop().look();
        }
    }

    static RemoteCustomer customer(long id, @Nullable Instant modified) {
        return new RemoteCustomer(
                new CustomerId(id),
                "Ada " + id,
                "+91%010d".formatted(6_000_000_000L + id),
                "ada" + id + "@example.com",
                false,
                false,
                modified,
                modified,
                false);
    }

    private static void awaitTheEnd() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
