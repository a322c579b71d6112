package com.leadrouter.operations;

import com.leadrouter.lead.LeadId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Finds leads, newest first: a page, or all of them. Candidates come along an index, a few at a time, and are held against
 * the whole question until enough of them are found. A page that takes longer than a few seconds ends with what there is by
 * then, to be gone on with, or is given up where there is nothing.
 */
@Component
public final class LeadSearch {

    private static final Duration LONGEST = Duration.ofSeconds(4);

    // Of this transaction alone.
    private static final String LIMIT_STATEMENTS = "select set_config('statement_timeout', :millis, true)";

    private static final int FIRST_LOOK = 1_000;
    private static final int LONGEST_LOOK = 10_000;
    private static final int EXPORTED_AT_A_TIME = 1_000;

    /** What came of a search. */
    public sealed interface Answer {

        record Found(LeadPage page) implements Answer {}

        /** It took too long; narrowed, it may not. */
        record TooBroad() implements Answer {}
    }

    private final JdbcClient jdbc;
    private final OneMoment oneMoment;
    private final Readers readers;
    private final LeadCandidates candidates;
    private final MatchingLeads matching;
    private final FoundLeads found;
    private final Duration longest;

    @Autowired
    LeadSearch(
            JdbcClient jdbc,
            OneMoment oneMoment,
            Readers readers,
            LeadCandidates candidates,
            MatchingLeads matching,
            FoundLeads found) {
        this(jdbc, oneMoment, readers, candidates, matching, found, LONGEST);
    }

    LeadSearch(
            JdbcClient jdbc,
            OneMoment oneMoment,
            Readers readers,
            LeadCandidates candidates,
            MatchingLeads matching,
            FoundLeads found,
            Duration longest) {
        this.jdbc = jdbc;
        this.candidates = candidates;
        this.matching = matching;
        this.found = found;
        this.longest = longest;
        this.oneMoment = oneMoment;
        this.readers = readers;
    }

    /** A page of those that match. */
    public Answer search(LeadQuery query) {
        try {
            return oneMoment.read(longest, () -> {
                jdbc.sql(LIMIT_STATEMENTS)
                        .param("millis", Long.toString(longest.toMillis()))
                        .query(String.class)
                        .single();
                return page(query);
            });
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
        int look = query.narrows() ? FIRST_LOOK : most;
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
            look = Math.min(LONGEST_LOOK, 3 * look);
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
        Candidates left = readers.read(() -> candidates.of(query));
        List<LeadId> next = readers.read(() -> left.next(EXPORTED_AT_A_TIME));
        while (!next.isEmpty()) {
            List<LeadId> looked = next;
            List<LeadId> hits = readers.read(() -> matching.among(query, looked));
            if (hits.isEmpty()) {
                each.accept(List.of());
            }
            for (int i = 0; i < hits.size(); i += EXPORTED_AT_A_TIME) {
                List<LeadId> some = hits.subList(i, Math.min(hits.size(), i + EXPORTED_AT_A_TIME));
                each.accept(readers.read(() -> found.of(some)));
            }
            int look = hits.isEmpty() ? LONGEST_LOOK : EXPORTED_AT_A_TIME;
            next = readers.read(() -> left.next(look));
        }
    }
}
