package com.leadrouter.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.leadrouter.Eventually;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.dao.TransientDataAccessResourceException;
import org.springframework.jdbc.UncategorizedSQLException;

@Timeout(60)
class GroupWriterTest {

    private static final class DataError extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
    private final Queue<List<Integer>> groups = new ConcurrentLinkedQueue<>();
    private final Semaphore mayWrite = new Semaphore(0);
    private final Semaphore begun = new Semaphore(0);

    @AfterEach
    void end() {
        mayWrite.release(1_000_000);
        clients.shutdownNow();
    }

    @Test
    void aLoneItemIsWrittenAtOnce() {
        assertThat(writer(1, 10, GroupWriterTest::doubled).write(21)).isEqualTo(42);
        assertThat(groups).containsExactly(List.of(21));
    }

    @Test
    void whatArrivesDuringAWriteGoesTogetherInTheNextAndEachGetsItsOwnResult() throws Exception {
        GroupWriter<Integer, Integer> writer = writer(1, 10, this::doubledWhenAllowed);
        Future<Integer> first = writeWhileBusy(writer, 0);
        List<Future<Integer>> others = IntStream.rangeClosed(1, 5)
                .mapToObj(item -> clients.submit(() -> writer.write(item)))
                .toList();
        awaitWaiting(writer, 5);

        mayWrite.release(2);

        assertThat(first.get(10, TimeUnit.SECONDS)).isZero();
        for (int i = 0; i < 5; i++) {
            assertThat(others.get(i).get(10, TimeUnit.SECONDS)).isEqualTo(2 * (i + 1));
        }
        assertThat(groups).hasSize(2);
        assertThat(List.copyOf(groups).get(1)).containsExactlyInAnyOrder(1, 2, 3, 4, 5);
    }

    @Test
    void whatIsWrittenTogetherWaitsForNobodyElse() throws Exception {
        GroupWriter<Integer, Integer> writer =
                writer(1, 10, items -> items.contains(0) ? doubledWhenAllowed(items) : doubled(items));
        writeWhileBusy(writer, 0);

        Future<List<Written<Integer>>> together = clients.submit(() -> writer.writeTogether(List.of(1, 2, 3)));

        assertThat(together.get(10, TimeUnit.SECONDS))
                .containsExactly(new Written.Done<>(2), new Written.Done<>(4), new Written.Done<>(6));
        assertThat(groups).containsExactly(List.of(0), List.of(1, 2, 3));
        assertThat(writer.writeTogether(List.of())).isEmpty();
    }

    @Test
    void ofWhatIsWrittenTogetherOnlyTheBadItemFails() {
        GroupWriter<Integer, Integer> writer = writer(1, 10, items -> {
            if (items.contains(2)) {
                throw new DataError();
            }
            return doubled(items);
        });

        List<Written<Integer>> written = writer.writeTogether(List.of(1, 2, 3));

        assertThat(written.getFirst()).isEqualTo(new Written.Done<>(2));
        assertThat(written.get(1))
                .isInstanceOfSatisfying(
                        Written.Failed.class, failed -> assertThat(failed.why()).isInstanceOf(DataError.class));
        assertThat(written.getLast()).isEqualTo(new Written.Done<>(6));
    }

    @Test
    void noGroupIsLargerThanTheLargest() throws Exception {
        GroupWriter<Integer, Integer> writer = writer(1, 4, this::doubledWhenAllowed);
        writeWhileBusy(writer, 0);
        List<Future<Integer>> others = IntStream.range(0, 10)
                .mapToObj(item -> clients.submit(() -> writer.write(item)))
                .toList();
        awaitWaiting(writer, 10);

        mayWrite.release(100);

        for (Future<Integer> other : others) {
            other.get(10, TimeUnit.SECONDS);
        }
        assertThat(groups.stream().map(List::size)).containsExactly(1, 4, 4, 2);
    }

    @Test
    void whoseTurnDoesNotComeInTimeGivesUpAndIsNotWritten() throws Exception {
        GroupWriter<Integer, Integer> writer = writer(1, 10, this::doubledWhenAllowed);
        Future<Integer> first = writeWhileBusy(writer, 0);

        assertThatThrownBy(() -> writer.write(1, Duration.ofMillis(50)))
                .isInstanceOf(TransientDataAccessResourceException.class);

        assertThat(writer.waiting()).isZero();
        mayWrite.release(2);
        assertThat(first.get(10, TimeUnit.SECONDS)).isZero();
        assertThat(writer.write(2)).isEqualTo(4);
        assertThat(groups).containsExactly(List.of(0), List.of(2));
    }

    @Test
    void whoseTurnHasComeHearsWhatBecameOfItHoweverLongThatTakes() throws Exception {
        GroupWriter<Integer, Integer> writer = writer(1, 10, this::doubledWhenAllowed);
        Future<Integer> impatient = clients.submit(() -> writer.write(1, Duration.ofMillis(50)));
        begun.acquire();

        assertThatThrownBy(() -> impatient.get(200, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
        mayWrite.release();

        assertThat(impatient.get(10, TimeUnit.SECONDS)).isEqualTo(2);
    }

    @Test
    void inAGroupThatTheDataFailedOnlyTheBadItemFails() throws Exception {
        List<Future<Integer>> results = groupOf(5, items -> {
            if (items.contains(3)) {
                throw new DataError();
            }
            return doubled(items);
        });

        for (int item = 1; item <= 5; item++) {
            if (item == 3) {
                assertFailure(results.get(2), DataError.class);
            } else {
                assertThat(results.get(item - 1).get(10, TimeUnit.SECONDS)).isEqualTo(2 * item);
            }
        }
        assertThat(groups.stream().map(List::size)).containsExactly(1, 5, 1, 1, 1, 1, 1);
    }

    @Test
    void aGroupThatFailedForAnotherReasonIsNotRepeated() throws Exception {
        List<Future<Integer>> results = groupOf(5, items -> {
            throw new IllegalStateException("away");
        });

        for (Future<Integer> result : results) {
            assertFailure(result, IllegalStateException.class);
        }
        assertThat(groups.stream().map(List::size)).containsExactly(1, 5);
    }

    @Test
    void aLoneItemThatTheDataFailedIsNotRepeated() {
        GroupWriter<Integer, Integer> writer = writer(1, 10, items -> {
            throw new DataError();
        });
        assertThatThrownBy(() -> writer.write(1)).isInstanceOf(DataError.class);
        assertThat(groups).hasSize(1);
    }

    @Test
    void anErrorReachesAllWaitersAndLaterItemsAreWritten() throws Exception {
        AtomicInteger writes = new AtomicInteger();
        GroupWriter<Integer, Integer> writer = writer(1, 2, items -> {
            acquire();
            if (writes.incrementAndGet() == 2) {
                throw new StackOverflowError();
            }
            return doubled(items);
        });
        writeWhileBusy(writer, 0);
        List<Future<Integer>> results = IntStream.range(0, 4)
                .mapToObj(item -> clients.submit(() -> writer.write(item)))
                .toList();
        awaitWaiting(writer, 4);

        mayWrite.release(3);

        int failed = 0;
        for (Future<Integer> result : results) {
            try {
                result.get(10, TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                assertThat(e).hasRootCauseInstanceOf(StackOverflowError.class);
                failed++;
            }
        }
        assertThat(failed)
                .as("one group of two met the error; the next waited behind it")
                .isEqualTo(2);
        mayWrite.release();
        assertThat(writer.write(7)).isEqualTo(14);
    }

    @Test
    void anErrorWhileAGroupIsRepeatedOneByOneReachesOnlyItsOwnItem() throws Exception {
        List<Future<Integer>> results = groupOf(4, items -> {
            if (items.size() > 1) {
                throw new DataError();
            }
            if (items.contains(2)) {
                throw new StackOverflowError();
            }
            return doubled(items);
        });

        for (int item : List.of(1, 3, 4)) {
            assertThat(results.get(item - 1).get(10, TimeUnit.SECONDS)).isEqualTo(2 * item);
        }
        assertThatThrownBy(() -> results.get(1).get(10, TimeUnit.SECONDS))
                .hasRootCauseInstanceOf(StackOverflowError.class);
    }

    @Test
    void whereTheDatabaseIsOutOfReachForAllThoseWhoStillWaitAreToldAtOnce() throws Exception {
        for (RuntimeException outOfReach : List.of(
                new DataAccessResourceFailureException("away"),
                new UncategorizedSQLException("write", null, new SQLException("locked", "55P03")),
                new QueryTimeoutException("waited in vain"))) {
            groups.clear();
            assertThat(tellThoseWhoWait(outOfReach)).as("%s", outOfReach).containsExactly(1, 2);
        }
    }

    @Test
    void whoLostToAnotherTransactionLeavesThoseWhoWaitAlone() throws Exception {
        assertThat(tellThoseWhoWait(new CannotAcquireLockException("deadlock"))).containsExactly(1, 2, 2, 1);
    }

    /** Five pile up behind a first write, groups of two, the first of which fails; the sizes of all that were tried. */
    private List<Integer> tellThoseWhoWait(RuntimeException failure) throws Exception {
        GroupWriter<Integer, Integer> writer = writer(1, 2, items -> {
            if (groups.size() == 2) {
                throw failure;
            }
            return groups.size() == 1 ? doubledWhenAllowed(items) : doubled(items);
        });
        writeWhileBusy(writer, 0);
        List<Future<Integer>> others = IntStream.rangeClosed(1, 5)
                .mapToObj(item -> clients.submit(() -> writer.write(item)))
                .toList();
        awaitWaiting(writer, 5);
        mayWrite.release();
        for (Future<Integer> other : others) {
            try {
                other.get(10, TimeUnit.SECONDS);
            } catch (ExecutionException told) {
                assertThat(told).hasCause(failure);
            }
        }
        return groups.stream().map(List::size).toList();
    }

    @Test
    void aWriteThatAnswersTooFewResultsLeavesNobodyWaiting() throws Exception {
        List<Future<Integer>> results = groupOf(3, items -> items.size() == 1 ? doubled(items) : List.of(1));

        for (Future<Integer> result : results.subList(1, 3)) {
            assertThatThrownBy(() -> result.get(10, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class);
        }
    }

    @Test
    void noItemIsLostAndNeverMoreWritersThanAllowedWriteAtOnce() throws Exception {
        AtomicInteger writing = new AtomicInteger();
        AtomicInteger mostWriting = new AtomicInteger();
        AtomicInteger written = new AtomicInteger();
        GroupWriter<Integer, Integer> writer = writer(3, 16, items -> {
            mostWriting.accumulateAndGet(writing.incrementAndGet(), Math::max);
            written.addAndGet(items.size());
            // Sometimes others get the processor, so that items come at every moment of a write.
            if (items.getFirst() % 7 == 0) {
                Thread.yield();
            }
            writing.decrementAndGet();
            return doubled(items);
        });

        try (ExecutorService threads = Executors.newFixedThreadPool(64)) {
            List<Callable<Boolean>> jobs = IntStream.range(0, 64)
                    .<Callable<Boolean>>mapToObj(thread -> () -> IntStream.range(0, 1_000)
                            .map(i -> thread * 1_000 + i)
                            .allMatch(item -> writer.write(item) == 2 * item))
                    .toList();
            for (Future<Boolean> job : threads.invokeAll(jobs)) {
                assertThat(job.get()).isTrue();
            }
        }

        assertThat(written).hasValue(64_000);
        assertThat(mostWriting.get()).isBetween(1, 3);
    }

    // Each round has one item that comes at some moment of the other's write, and nobody after it who would wake a
    // writer.
    @Test
    void anItemThatComesWhileTheLastWriterLeavesIsNotForgotten() throws Exception {
        GroupWriter<Integer, Integer> writer = writer(1, 16, GroupWriterTest::doubled);
        CyclicBarrier together = new CyclicBarrier(2);
        List<Callable<Integer>> jobs = new ArrayList<>();
        for (int client = 0; client < 2; client++) {
            int pause = client * 40;
            jobs.add(() -> {
                for (int round = 0; round < 30_000; round++) {
                    together.await(5, TimeUnit.SECONDS);
                    for (int spin = 0; spin < pause * (round % 50); spin++) {
                        Thread.onSpinWait();
                    }
                    writer.write(round);
                }
                return 0;
            });
        }
        // Threads that nobody waits for: one whose item is forgotten cannot be ended.
        ExecutorService threads =
                Executors.newFixedThreadPool(2, Thread.ofPlatform().daemon().factory());
        for (Future<Integer> job : threads.invokeAll(jobs, 30, TimeUnit.SECONDS)) {
            assertThat(job.isCancelled()).as("still waiting").isFalse();
            job.get();
        }
        threads.shutdown();
    }

    /** Items 1 to {@code size} that pile up behind a first write, then meet {@code write} as one group. */
    private List<Future<Integer>> groupOf(int size, Function<List<Integer>, List<Integer>> write) throws Exception {
        GroupWriter<Integer, Integer> writer = writer(1, 100, items -> {
            if (items.equals(List.of(0))) {
                return doubledWhenAllowed(items);
            }
            return write.apply(items);
        });
        writeWhileBusy(writer, 0);
        List<Future<Integer>> results = new ArrayList<>();
        for (int item = 1; item <= size; item++) {
            int next = item;
            results.add(clients.submit(() -> writer.write(next)));
        }
        awaitWaiting(writer, size);
        mayWrite.release();
        return results;
    }

    private Future<Integer> writeWhileBusy(GroupWriter<Integer, Integer> writer, int item) throws InterruptedException {
        Future<Integer> first = clients.submit(() -> writer.write(item));
        assertThat(begun.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
        return first;
    }

    private static void awaitWaiting(GroupWriter<?, ?> writer, int items) {
        Eventually.within(
                Duration.ofSeconds(10), () -> assertThat(writer.waiting()).isEqualTo(items));
    }

    private List<Integer> doubledWhenAllowed(List<Integer> items) {
        acquire();
        return doubled(items);
    }

    private void acquire() {
        begun.release();
        try {
            mayWrite.acquire();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Integer> doubled(List<Integer> items) {
        return items.stream().map(item -> 2 * item).toList();
    }

    private static void assertFailure(Future<Integer> result, Class<? extends Throwable> type) {
        assertThatThrownBy(() -> result.get(10, TimeUnit.SECONDS)).hasRootCauseInstanceOf(type);
    }

    private GroupWriter<Integer, Integer> writer(
            int writers, int largest, Function<List<Integer>, List<Integer>> write) {
        return new GroupWriter<>(
                "test",
                writers,
                largest,
                Integer.MAX_VALUE,
                items -> {
                    groups.add(items);
                    return write.apply(items);
                },
                DataError.class::isInstance);
    }
}
