package com.leadrouter.operations;

import com.leadrouter.lead.LeadId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.stereotype.Component;

/**
 * Finds leads, newest first: a page, or all of them. Candidates come along an index, a few at a time, and are held against
 * the whole question until enough of them are found. A page that takes longer than a few seconds ends with what there is by
 * then, to be gone on with, or is given up where there is nothing.
 */
@Component
public final class LeadSearch {

    private static final Duration LONGEST = Duration.ofSeconds(4);

    // Few at first, since many a search finds only what matches; then more and more, since others find little that
    // does.
    private static final int FIRST_LOOK = 100;
    private static final int WIDENING = 5;
    private static final int LONGEST_LOOK = 10_000;
    private static final int EXPORTED_AT_A_TIME = 1_000;

    /** What came of a search. */
    public sealed interface Answer {

        record Found(LeadPage page) implements Answer {}

        /** It took too long; narrowed, it may not. */
        record TooBroad() implements Answer {}
    }

    private final OneMoment oneMoment;
    private final LeadCandidates candidates;
    private final MatchingLeads matching;
    private final FoundLeads found;
    private final Duration longest;

    @Autowired
    LeadSearch(OneMoment oneMoment, LeadCandidates candidates, MatchingLeads matching, FoundLeads found) {
        this(oneMoment, candidates, matching, found, LONGEST);
    }

    LeadSearch(
            OneMoment oneMoment,
            LeadCandidates candidates,
            MatchingLeads matching,
            FoundLeads found,
            Duration longest) {
        this.candidates = candidates;
        this.matching = matching;
        this.found = found;
        this.longest = longest;
        this.oneMoment = oneMoment;
    }

    /** A page of those that match. */
    public Answer search(LeadQuery query) {
        try {
            return oneMoment.read(longest, () -> page(query));
        } catch (QueryTimeoutException e) {
            return new Answer.TooBroad();
        }
    }

    private Answer page(LeadQuery query) {
        long start = System.nanoTime();
        Candidates left = candidates.of(query);
        List<LeadId> hits = new ArrayList<>();
        // One more tells whether there is another page.
        int most = query.limit() + 1;
        int look = Math.max(most, FIRST_LOOK);
        while (hits.size() < most) {
            List<LeadId> next = left.next(look);
            if (next.isEmpty()) {
                break;
            }
            hits.addAll(matching.among(query, next));
            if (hits.size() < most && System.nanoTime() - start > longest.toNanos() / 4 * 3) {
                return hits.isEmpty()
                        ? new Answer.TooBroad()
                        : new Answer.Found(new LeadPage(found.of(hits), next.getLast()));
            }
            look = Math.min(LONGEST_LOOK, WIDENING * look);
        }
        List<LeadId> page = hits.subList(0, Math.min(query.limit(), hits.size()));
        return new Answer.Found(new LeadPage(found.of(page), hits.size() > query.limit() ? page.getLast() : null));
    }

    /**
     * All that match from the query's cursor on, some at a time, whatever the limit says; none at a time where the leads
     * that were looked at do not. Nothing of the database is held in between, and of memory what some leads need: who reads
     * slowly keeps nobody from tidying up, nor from reading.
     */
    public void all(LeadQuery query, Consumer<List<FoundLead>> each) {
        Candidates left = oneMoment.read(() -> candidates.of(query));
        List<LeadId> next = oneMoment.read(() -> left.next(EXPORTED_AT_A_TIME));
        while (!next.isEmpty()) {
            List<LeadId> looked = next;
            List<LeadId> hits = oneMoment.read(() -> matching.among(query, looked));
            if (hits.isEmpty()) {
                each.accept(List.of());
            }
            for (int i = 0; i < hits.size(); i += EXPORTED_AT_A_TIME) {
                List<LeadId> some = hits.subList(i, Math.min(hits.size(), i + EXPORTED_AT_A_TIME));
                each.accept(oneMoment.read(() -> found.of(some)));
            }
            int look = hits.isEmpty() ? LONGEST_LOOK : EXPORTED_AT_A_TIME;
            next = oneMoment.read(() -> left.next(look));
        }
    }
}
