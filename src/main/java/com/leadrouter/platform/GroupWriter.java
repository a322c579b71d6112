package com.leadrouter.platform;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Group commit: what arrives while a write is under way goes together in the next one. No timer: a lone item waits for
 * nobody. Where a group fails for a reason that may lie in one of its items, each is written alone, so that one bad item
 * does not take the others with it.
 */
public final class GroupWriter<I, O> {

    private record Waiting<I, O>(I item, CompletableFuture<O> result) {}

    private final String name;
    private final int largestGroup;
    private final Function<List<I>, List<O>> write;
    private final Predicate<RuntimeException> mayBeOneItem;
    private final Semaphore writers;
    private final Queue<Waiting<I, O>> queue = new ConcurrentLinkedQueue<>();

    /** {@code write} answers one result for each item, in order, once the whole group is durable. */
    public GroupWriter(
            String name,
            int writers,
            int largestGroup,
            Function<List<I>, List<O>> write,
            Predicate<RuntimeException> mayBeOneItem) {
        this.name = name;
        this.writers = new Semaphore(writers);
        this.largestGroup = largestGroup;
        this.write = write;
        this.mayBeOneItem = mayBeOneItem;
    }

    /** Waits until the item is written; throws what the write threw. */
    public O write(I item) {
        Waiting<I, O> waiting = new Waiting<>(item, new CompletableFuture<>());
        queue.add(waiting);
        startWriter();
        try {
            return waiting.result().join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : e;
        }
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
        }
        // What came between the last look and the release found no writer to start.
        if (!queue.isEmpty()) {
            startWriter();
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
        } catch (RuntimeException e) {
            if (group.size() > 1 && !DatabaseAway.isWhy(e) && mayBeOneItem.test(e)) {
                group.forEach(one -> write(List.of(one)));
            } else {
                group.forEach(one -> one.result().completeExceptionally(e));
            }
        } catch (Error e) {
            group.forEach(one -> one.result().completeExceptionally(e));
            throw e;
        }
    }
}
