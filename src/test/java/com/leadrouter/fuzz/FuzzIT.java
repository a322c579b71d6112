package com.leadrouter.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.leadrouter.Replica;
import com.leadrouter.postgres.Database;
import com.leadrouter.postgres.TestDatabases;
import com.leadrouter.standin.StandIns;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Thousands of generated requests: none gets a 5xx, none waits for more than two seconds, each refusal is a problem of a
 * known type, each lead that was accepted is in the database, and the heap is afterwards what it was before.
 *
 * <p>{@code -Dlead-router.fuzz.seed} repeats a run, the seed of a failure its request alone ({@link Knock#of}).
 */
class FuzzIT {

    private static final boolean LONG = "long".equals(System.getProperty("lead-router.fuzz"));
    private static final long SEED = Long.getLong("lead-router.fuzz.seed", System.nanoTime());
    private static final int ROUNDS = LONG ? 6 : 3;
    private static final int KNOCKS_A_ROUND = LONG ? 20_000 : 1000;
    private static final int VISITORS = 12;
    private static final int MOST_FAULTS = 5;
    private static final long HEAP_MAY_GROW = 12L * 1024 * 1024;

    private final Judge judge = new Judge();
    private final Queue<String> faults = new ConcurrentLinkedQueue<>();
    private final ConcurrentMap<Integer, AtomicLong> statuses = new ConcurrentSkipListMap<>();
    private final AtomicLong longest = new AtomicLong();
    private final AtomicLong unsure = new AtomicLong();
    private final ReentrantLock batches = new ReentrantLock();

    @Test
    void whateverComesIsAnsweredProperly() throws Exception {
        System.out.println("fuzz: -Dlead-router.fuzz.seed=" + SEED);
        Database database = TestDatabases.create();
        try (StandIns standIns = StandIns.start();
                Replica replica = Replica.start(database, standIns, arguments())) {
            int port = replica.url("/").getPort();
            List<Long> heap = new ArrayList<>();
            List<Integer> meters = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                knock(port, SEED + (long) round * KNOCKS_A_ROUND);
                assertThat(faults).as("statuses %s", statuses).isEmpty();
                assertStored(database.jdbc(), judge.takeAccepted());
                assertSubmitted(database.jdbc());
                heap.add(usedHeap());
                meters.add(replica.bean(MeterRegistry.class).getMeters().size());
            }
            System.out.printf(
                    "fuzz: %d requests, statuses %s, longest %d ms, heap after each round %s MB, meters %s%n",
                    ROUNDS * KNOCKS_A_ROUND,
                    statuses,
                    longest.get(),
                    heap.stream().map(bytes -> bytes / 1024 / 1024).toList(),
                    meters);
            assertThat(statuses).containsKeys(202, 207, 303, 400, 401, 403, 404, 405, 413, 415);
            assertThat(Target.ALL)
                    .allSatisfy(target -> assertThat(judge.statuses().getOrDefault(target.name(), Set.of()))
                            .as(target.name())
                            .contains(400)
                            .containsAnyOf(202, 303));
            // The first round still loads classes and fills pools.
            assertThat(heap.getLast() - heap.get(1))
                    .as("heap that stays: %s", heap)
                    .isLessThan(HEAP_MAY_GROW);
            assertThat(meters.getLast() - meters.get(1))
                    .as("meters: %s", meters)
                    .isLessThan(10);
        }
    }

    private static String[] arguments() {
        return Stream.concat(
                        Stream.of("--lead-router.start-paused=true", "--logging.level.com.leadrouter=warn"),
                        Target.arguments().stream())
                .toArray(String[]::new);
    }

    private void knock(int port, long firstSeed) throws Exception {
        AtomicLong next = new AtomicLong(firstSeed);
        try (ExecutorService visitors = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < VISITORS; i++) {
                all.add(visitors.submit(() -> visit(port, next, firstSeed + KNOCKS_A_ROUND)));
            }
            for (Future<?> one : all) {
                one.get();
            }
        }
    }

    private Void visit(int port, AtomicLong next, long end) throws IOException {
        try (Visitor visitor = new Visitor(port)) {
            for (long seed = next.getAndIncrement(); seed < end && faults.size() < MOST_FAULTS; ) {
                Knock knock = Knock.of(seed);
                long start = System.nanoTime();
                Answered answer = knock(visitor, knock);
                Duration time = Duration.ofNanos(System.nanoTime() - start);
                statuses.computeIfAbsent(answer.status(), status -> new AtomicLong())
                        .incrementAndGet();
                longest.accumulateAndGet(time.toMillis(), Math::max);
                if (answer.status() <= 0) {
                    unsure.incrementAndGet();
                }
                Optional<String> fault = judge.fault(knock, answer);
                (fault.isPresent() ? fault : slow(port, knock, time))
                        .ifPresent(text -> faults.add(text + "\n" + knock.text() + "\n=> " + answer));
                seed = next.getAndIncrement();
            }
        }
        return null;
    }

    // Of batches only a few are let in at once; the others are told to come again.
    private Answered knock(Visitor visitor, Knock knock) throws IOException {
        if (!knock.target().isBatch()) {
            return visitor.knock(knock);
        }
        batches.lock();
        try {
            return visitor.knock(knock);
        } finally {
            batches.unlock();
        }
    }

    /** Slow is what is slow whenever it comes: a machine that has other things to do, or has just begun, is not. */
    private Optional<String> slow(int port, Knock knock, Duration first) throws IOException {
        Duration least = first;
        for (int again = 0; again < 4 && least.compareTo(Judge.LONGEST) > 0; again++) {
            try (Visitor visitor = new Visitor(port)) {
                long start = System.nanoTime();
                unsure.incrementAndGet();
                knock(visitor, knock);
                Duration time = Duration.ofNanos(System.nanoTime() - start);
                least = time.compareTo(least) < 0 ? time : least;
            }
        }
        return least.compareTo(Judge.LONGEST) > 0 ? Optional.of("took " + least + " at least") : Optional.empty();
    }

    private static void assertStored(JdbcClient jdbc, Set<UUID> accepted) {
        assertThat(jdbc.sql("select count(*) from lead where id = any(:ids)")
                        .param("ids", accepted.toArray(UUID[]::new))
                        .query(Integer.class)
                        .single())
                .isEqualTo(accepted.size());
    }

    // A page names no lead, and what has a key may be in the place of another: they can only be counted.
    private void assertSubmitted(JdbcClient jdbc) {
        assertThat(jdbc.sql("select count(*) from lead where source = 'other'")
                        .query(Long.class)
                        .single())
                .isBetween(judge.submittedAnew(), judge.submitted() + unsure.get());
    }

    private static long usedHeap() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            System.gc();
            least = Math.min(
                    least,
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        return least;
    }
}
