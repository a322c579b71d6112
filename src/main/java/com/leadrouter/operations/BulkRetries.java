package com.leadrouter.operations;

import com.leadrouter.delivery.Destinations;
import com.leadrouter.delivery.Outbox;
import com.leadrouter.delivery.Resending;
import com.leadrouter.delivery.Resending.Found;
import com.leadrouter.platform.CallingOperator;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Re-sends many deliveries by filter: up to a thousand at once, more as a job in the background. What its destination would
 * surely refuse, and what somebody else is at just now, stays as it is and counts as matched.
 */
@Component
public final class BulkRetries {

    /** How many the filter fits, how many are sent, and the job that sends them where that takes its time. */
    public record Result(
            long matched,
            int retried,
            boolean dryRun,
            @Nullable UUID jobId) {}

    private static final int MOST_AT_ONCE = 1000;

    // 200 a second, so that what comes in fresh finds a free slot between them.
    private static final Duration APART = Duration.ofMillis(5);

    private record Begun(Result result, int noted) {}

    private final OperatorActions actions;
    private final RetryMatches matches;
    private final Resending resending;
    private final RetryJobs jobs;
    private final Destinations destinations;
    private final Outbox outbox;

    BulkRetries(
            OperatorActions actions,
            RetryMatches matches,
            Resending resending,
            RetryJobs jobs,
            Destinations destinations,
            Outbox outbox) {
        this.actions = actions;
        this.matches = matches;
        this.resending = resending;
        this.jobs = jobs;
        this.destinations = destinations;
        this.outbox = outbox;
    }

    /** Only counts. */
    public Result dryRun(RetryFilter filter) {
        return new Result(matches.count(filter), 0, true, null);
    }

    /** {@link org.springframework.dao.QueryTimeoutException} where the search for them takes too long. */
    public Result retry(RetryFilter filter, CallingOperator operator, @Nullable String reason) {
        Begun begun = actions.doing(
                operator,
                OperatorAction.BULK_RETRY,
                filter.inShort(),
                reason,
                () -> begin(filter, operator),
                Begun::noted);
        outbox.ring(destinations.names());
        return begun.result();
    }

    private Begun begin(RetryFilter filter, CallingOperator operator) {
        List<Found> found = matches.find(filter, MOST_AT_ONCE + 1);
        if (found.size() <= MOST_AT_ONCE) {
            int retried = resending.retry(found, APART).sent();
            return new Begun(new Result(found.size(), retried, false, null), retried);
        }
        UUID job = UUID.randomUUID();
        jobs.open(job, operator.name());
        int matched = matches.keep(filter, job);
        jobs.matched(job, matched);
        return new Begun(new Result(matched, 0, false, job), matched);
    }

    public Optional<RetryJob> job(UUID id) {
        return jobs.find(id);
    }

    /** Those that are not over, the oldest first. */
    public List<RetryJob> running() {
        return jobs.running();
    }

    /** Sends nothing more of it; what was sent stays sent. Empty where there is no such job. */
    public Optional<RetryJob> stop(UUID id, CallingOperator operator, @Nullable String reason) {
        Integer unused = actions.doing(
                operator,
                OperatorAction.CANCEL,
                "bulk-retry " + id,
                reason,
                () -> jobs.end(id, RetryJob.State.STOPPED).orElse(0),
                left -> left);
        return jobs.find(id);
    }
}
