package com.leadrouter.operations;

import com.leadrouter.lead.LeadId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Leads that may be among those searched for, and without whom none is: ids from the newest to the oldest, a few at a time. */
interface Candidates {

    /** The next ones, roughly so many; none when there are no more. */
    List<LeadId> next(int howMany);

    /** Those of a list, whatever its order. */
    static Candidates of(List<LeadId> ids) {
        Deque<LeadId> left = new ArrayDeque<>(
                ids.stream().distinct().sorted(Comparator.reverseOrder()).toList());
        return howMany -> {
            List<LeadId> next = new ArrayList<>();
            while (next.size() < howMany && !left.isEmpty()) {
                next.add(left.remove());
            }
            return next;
        };
    }

    /** Those of all, each once. */
    static Candidates merged(List<Candidates> all) {
        return all.size() == 1 ? all.getFirst() : new Merged(all);
    }

    /** Takes the newest of several again and again. */
    final class Merged implements Candidates {

        private final List<Part> parts;

        Merged(List<Candidates> all) {
            this.parts = all.stream().map(Part::new).toList();
        }

        @Override
        public List<LeadId> next(int howMany) {
            List<LeadId> next = new ArrayList<>();
            while (next.size() < howMany) {
                Optional<LeadId> newest =
                        parts.stream().flatMap(part -> part.newest(howMany)).max(Comparator.naturalOrder());
                if (newest.isEmpty()) {
                    return next;
                }
                next.add(newest.get());
                parts.forEach(part -> part.leaveOut(newest.get()));
            }
            return next;
        }

        private static final class Part {

            private final Candidates candidates;
            private final Deque<LeadId> read = new ArrayDeque<>();
            private boolean ended;

            Part(Candidates candidates) {
                this.candidates = candidates;
            }

            Stream<LeadId> newest(int howMany) {
                if (read.isEmpty() && !ended) {
                    read.addAll(candidates.next(howMany));
                    ended = read.isEmpty();
                }
                return Stream.ofNullable(read.peek());
            }

            void leaveOut(LeadId id) {
                if (id.equals(read.peek())) {
                    read.remove();
                }
            }
        }
    }
}
