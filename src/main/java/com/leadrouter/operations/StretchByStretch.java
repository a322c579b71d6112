package com.leadrouter.operations;

import com.leadrouter.lead.LeadId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/** Candidates of one stretch of time after the other, the newest first, each found in the way that suits that stretch. */
final class StretchByStretch implements Candidates {

    private final LeadQuery query;
    private final Duration length;
    private final Instant first;
    private final Function<LeadQuery, Candidates> of;
    private Candidates stretch;
    private Instant begin;

    /** From {@code last} back to {@code first}; whatever is newer than {@code last} belongs to the newest stretch. */
    StretchByStretch(
            LeadQuery query, Duration length, Instant first, Instant last, Function<LeadQuery, Candidates> of) {
        this.query = query;
        this.length = length;
        this.first = first;
        this.of = of;
        this.begin = before(last);
        this.stretch = of.apply(query.between(begin, query.to()));
    }

    @Override
    public List<LeadId> next(int howMany) {
        List<LeadId> next = stretch.next(howMany);
        while (next.isEmpty() && begin.isAfter(first)) {
            Instant end = begin;
            Instant earlier = before(end);
            stretch = of.apply(query.between(earlier, end));
            begin = earlier;
            next = stretch.next(howMany);
        }
        return next;
    }

    private Instant before(Instant end) {
        Instant earlier = end.minus(length);
        return earlier.isBefore(first) ? first : earlier;
    }
}
