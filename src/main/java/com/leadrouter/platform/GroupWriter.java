package com.leadrouter.platform;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;
import org.springframework.dao.TransientDataAccessResourceException;

/**
 * Group commit: what arrives while a write is under way goes together in the next one. No timer: a lone item waits for
 * nobody. Where a group fails for a reason that may lie in one of its items, each is written alone, so that one bad item
 * does not take the others with it; where there is no database, all that wait are told so at once.
 */
public final class GroupWriter<I, O> {

    private static final Duration FOR_EVER = Duration.ofDays(365);

    private record Waiting<I, O>(I item, CompletableFuture<O> result) {}

    private final String name;
    private final int largestGroup;
    private final Function<List<I>, List<O>> write;
    private final Predicate<RuntimeException> mayBeOneItem;
    private final int mostWaiting;
    private final AtomicInteger waiting = new AtomicInteger();
    private final Semaphore writers;
    private final Queue<Waiting<I, O>> queue = new ConcurrentLinkedQueue<>();

    /** {@code write} answers one result for each item, in order, once the whole group is durable. */
    public GroupWriter(
            String name,
            int writers,
            int largestGroup,
            int mostWaiting,
            Function<List<I>, List<O>> write,
            Predicate<RuntimeException> mayBeOneItem) {
        this.name = name;
        this.writers = new Semaphore(writers);
        this.largestGroup = largestGroup;
        this.mostWaiting = mostWaiting;
        this.write = write;
        this.mayBeOneItem = mayBeOneItem;
    }

    /** Waits until the item is written; throws what the write threw, or that too many wait already. */
    public O write(I item) {
        return write(item, FOR_EVER);
    }

    /**
     * The same, but whose turn has not come after that time gives up, and will not be written. Whose turn has come waits
     * for what becomes of it.
     */
    public O write(I item, Duration patience) {
        if (waiting.incrementAndGet() > mostWaiting) {
            waiting.decrementAndGet();
            throw new TransientDataAccessResourceException("too many wait for the database already");
        }
        Waiting<I, O> mine = new Waiting<>(item, new CompletableFuture<>());
        queue.add(mine);
        startWriter();
        try {
            return await(mine, patience);
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : e;
        } finally {
            waiting.decrementAndGet();
        }
    }

    private O await(Waiting<I, O> mine, Duration patience) {
        try {
            return mine.result()
                    .copy()
                    .orTimeout(patience.toNanos(), TimeUnit.NANOSECONDS)
                    .join();
        } catch (CompletionException e) {
            if (!(e.getCause() instanceof TimeoutException)) {
                throw e;
            }
            if (queue.remove(mine)) {
                throw new TransientDataAccessResourceException("waited too long for the database");
            }
            return mine.result().join();
        }
    }

    /** How many items wait for a writer. */
    int waiting() {
        return queue.size();
    }

    private void startWriter() {
        if (writers.tryAcquire()) {
            Thread.ofVirtual().name(name).start(this::writeGroups);
        }
    }

    private void writeGroups() {
        try {
            for (List<Waiting<I, O>> group = next(); !group.isEmpty(); group = next()) {
                write(group);
            }
        } finally {
            writers.release();
            // What came between the last look and the release found no writer to start.
            if (!queue.isEmpty()) {
                startWriter();
            }
        }
    }

    private List<Waiting<I, O>> next() {
        List<Waiting<I, O>> group = new ArrayList<>();
        Waiting<I, O> waiting;
        while (group.size() < largestGroup && (waiting = queue.poll()) != null) {
            group.add(waiting);
        }
        return group;
    }

    private void write(List<Waiting<I, O>> group) {
        try {
            List<O> results = write.apply(group.stream().map(Waiting::item).toList());
            for (int i = 0; i < group.size(); i++) {
                group.get(i).result().complete(results.get(i));
            }
        } catch (RuntimeException | Error e) {
            // Each waiter is told, whatever it was; a writer that died of it would leave the others waiting for ever.
            if (group.size() > 1 && e instanceof RuntimeException failure && mayBeOneItem.test(failure)) {
                group.forEach(one -> write(List.of(one)));
            } else {
                group.forEach(one -> one.result().completeExceptionally(e));
                if (e instanceof RuntimeException failure && DatabaseAway.isForAll(failure)) {
                    failAllThatWait(failure);
                }
            }
        }
    }

    // Each would wait for the same connection or lock in vain, one group after the other.
    private void failAllThatWait(RuntimeException reason) {
        for (List<Waiting<I, O>> group = next(); !group.isEmpty(); group = next()) {
            group.forEach(one -> one.result().completeExceptionally(reason));
        }
    }
}
