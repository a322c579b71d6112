package com.leadrouter.standin;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The failure switches of one stand-in. Counted ones come first, in the order in which they were set, then the latest
 * that always holds, then the random ones. Clearing also lets go at once of every request that is held or delayed.
 */
public final class Faults {

    /** Fewer than there are threads; of more, the oldest are torn: those who called have long hung up. */
    private static final int MOST_HANGING = 200;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition cleared = lock.newCondition();
    private final List<Counted> counted = new ArrayList<>();
    private final List<Fault> always = new ArrayList<>();
    private final List<Sometimes> random = new ArrayList<>();
    private final Deque<Object> hanging = new ArrayDeque<>();
    private long clearings;
    private boolean closed;

    private record Counted(int left, Fault fault) {}

    private record Sometimes(double share, Fault fault, Random dice) {}

    /** A fault for one request, drawn before the clearing of that number. */
    record Drawn(Fault fault, long clearings) {}

    public void next(int requests, Fault fault) {
        if (requests < 1) {
            throw new IllegalArgumentException("next: at least 1, not " + requests);
        }
        locked(() -> counted.add(new Counted(requests, fault)));
    }

    public void always(Fault fault) {
        locked(() -> always.addFirst(fault));
    }

    /** @param share between 0 and 1; drawn in the order in which the requests arrive */
    public void randomly(double share, Fault fault, long seed) {
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("randomly: more than 0 and at most 1, not " + share);
        }
        locked(() -> random.add(new Sometimes(share, fault, new Random(seed))));
    }

    public void clear() {
        locked(() -> {
            counted.clear();
            always.clear();
            random.clear();
            clearings++;
            cleared.signalAll();
        });
    }

    /** The active switches in words. */
    public List<String> active() {
        List<String> words = new ArrayList<>();
        locked(() -> {
            counted.forEach(one -> words.add("next " + one.left() + ": " + one.fault()));
            always.forEach(fault -> words.add("always: " + fault));
            random.forEach(one -> words.add("randomly " + one.share() + ": " + one.fault()));
        });
        return words;
    }

    Optional<Drawn> draw(String operation) {
        lock.lock();
        try {
            return pick(operation).map(fault -> new Drawn(fault, clearings));
        } finally {
            lock.unlock();
        }
    }

    private Optional<Fault> pick(String operation) {
        for (int i = 0; i < counted.size(); i++) {
            Counted one = counted.get(i);
            if (one.fault().concerns(operation)) {
                if (one.left() == 1) {
                    counted.remove(i);
                } else {
                    counted.set(i, new Counted(one.left() - 1, one.fault()));
                }
                return Optional.of(one.fault());
            }
        }
        for (Fault fault : always) {
            if (fault.concerns(operation)) {
                return Optional.of(fault);
            }
        }
        for (Sometimes one : random) {
            if (one.fault().concerns(operation) && one.dice().nextDouble() < one.share()) {
                return Optional.of(one.fault());
            }
        }
        return Optional.empty();
    }

    void delay(Drawn drawn) {
        hold(drawn, drawn.fault().delay());
    }

    void hang(Drawn drawn) {
        Object mine = new Object();
        lock.lock();
        try {
            hanging.addLast(mine);
            if (hanging.size() > MOST_HANGING) {
                hanging.removeFirst();
                cleared.signalAll();
            }
            while (hanging.contains(mine) && clearings == drawn.clearings() && !closed) {
                cleared.await();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            hanging.remove(mine);
            lock.unlock();
        }
    }

    /** Lets everything go, and holds nothing any more: a stand-in that closes waits for nobody. */
    void close() {
        locked(() -> closed = true);
        clear();
    }

    private void hold(Drawn drawn, Duration longest) {
        if (longest.isZero()) {
            return;
        }
        lock.lock();
        try {
            long left = longest.toNanos();
            while (left > 0 && clearings == drawn.clearings() && !closed) {
                left = cleared.awaitNanos(left);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    private void locked(Runnable change) {
        lock.lock();
        try {
            change.run();
        } finally {
            lock.unlock();
        }
    }
}
