package com.leadrouter.standin;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Every request a stand-in has seen, in the order of arrival. */
public final class Calls {

    private final Clock clock;
    private final ConcurrentLinkedDeque<Call> all = new ConcurrentLinkedDeque<>();
    private final Map<String, Queue<Call>> byKey = new ConcurrentHashMap<>();
    private final Queue<String> violations = new ConcurrentLinkedQueue<>();
    private final Overlaps overlaps = new Overlaps();
    private final AtomicInteger seen = new AtomicInteger();
    private final AtomicInteger accepted = new AtomicInteger();

    Calls(Clock clock) {
        this.clock = clock;
    }

    public List<Call> all() {
        return List.copyOf(all);
    }

    /** Those that name this external reference, phone or e-mail. */
    public List<Call> of(String key) {
        Queue<Call> found = byKey.get(key);
        return found == null ? List.of() : List.copyOf(found);
    }

    /** How many by operation. */
    public Map<String, Integer> byOperation() {
        Map<String, Integer> counts = new TreeMap<>();
        all.forEach(call -> counts.merge(call.operation(), 1, Integer::sum));
        return counts;
    }

    /** How many by HTTP status; 0 is without an answer. */
    public Map<Integer, Integer> byStatus() {
        Map<Integer, Integer> counts = new TreeMap<>();
        all.forEach(call -> counts.merge(call.status().orElse(0), 1, Integer::sum));
        return counts;
    }

    /** Kept beside the list, so that asking again and again costs nothing. */
    public int seen() {
        return seen.get();
    }

    public int accepted() {
        return accepted.get();
    }

    public Optional<Call> last() {
        return Optional.ofNullable(all.peekLast());
    }

    List<String> violations() {
        return List.copyOf(violations);
    }

    int overlaps() {
        return overlaps.seen();
    }

    Call arrived(Visit visit) {
        Call call = new Call(clock.instant(), visit);
        all.add(call);
        seen.incrementAndGet();
        visit.keys()
                .forEach(key -> byKey.computeIfAbsent(key, first -> new ConcurrentLinkedQueue<>())
                        .add(call));
        visit.violations().forEach(text -> violations.add(visit.operation() + ": " + text));
        overlaps.enter(visit.keys());
        return call;
    }

    void taken(Call call, Answer real) {
        call.taken(real);
        if (real.accepted()) {
            accepted.incrementAndGet();
        }
    }

    void left(Call call) {
        overlaps.leave(call.keys());
    }

    void broken(RuntimeException bug) {
        violations.add("the stand-in itself is broken: " + bug);
    }

    void forget() {
        all.clear();
        seen.set(0);
        accepted.set(0);
        byKey.clear();
        violations.clear();
        overlaps.forget();
    }
}
