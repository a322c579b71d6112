package com.leadrouter.intake;

import com.leadrouter.delivery.Destinations;
import com.leadrouter.intake.LeadsReceived.Result;
import com.leadrouter.platform.CallingSource;
import com.leadrouter.platform.Written;
import java.util.List;
import java.util.stream.IntStream;
import org.springframework.stereotype.Component;

/**
 * Takes an arrival in and says what its sender is to be told, whichever door it came by. A database that is away is
 * thrown as {@link org.springframework.dao.DataAccessException}, and then nothing is stored.
 */
@Component
final class Intake {

    private final Acceptance acceptance;
    private final Standing standing;
    private final Destinations destinations;
    private final LeadsReceived received;

    Intake(Acceptance acceptance, Standing standing, Destinations destinations, LeadsReceived received) {
        this.acceptance = acceptance;
        this.standing = standing;
        this.destinations = destinations;
        this.received = received;
    }

    Told take(CallingSource source, Arrival arrival) {
        return told(source, arrival, acceptance.take(arrival));
    }

    /** Several at once, which is quicker: what the sender is to be told of each, in order. */
    List<Written<Told>> takeTogether(CallingSource source, List<Arrival> arrivals) {
        List<Written<Taken>> all = acceptance.takeTogether(arrivals);
        return IntStream.range(0, all.size())
                .mapToObj(i -> told(source, arrivals.get(i), all.get(i)))
                .toList();
    }

    private Written<Told> told(CallingSource source, Arrival arrival, Written<Taken> written) {
        return switch (written) {
            case Written.Done<Taken>(Taken taken) -> {
                try {
                    yield new Written.Done<>(told(source, arrival, taken));
                    // We have it, but cannot say how it stands: whatever the reason, the others are not to hear of it.
                } catch (RuntimeException e) {
                    yield new Written.Failed<>(e);
                }
            }
            case Written.Failed<Taken>(RuntimeException why) -> new Written.Failed<>(why);
        };
    }

    private Told told(CallingSource source, Arrival arrival, Taken taken) {
        return switch (taken) {
            case Taken.Stored(var leadId) -> {
                received.count(source, resultOf(arrival));
                yield new Told.Accepted(LeadAnswer.stored(leadId, arrival.decision(), destinations), false);
            }
            case Taken.Duplicate(var leadId, var of) -> {
                received.count(source, arrival.isSpam() ? Result.SPAM : Result.DUPLICATE);
                yield new Told.Accepted(LeadAnswer.duplicate(leadId, of), false);
            }
            case Taken.Replayed replayed -> {
                received.count(source, Result.REPLAYED);
                yield new Told.Accepted(standing.of(replayed, arrival), true);
            }
            case Taken.KeyReused() -> {
                received.count(source, Result.INVALID);
                yield new Told.KeyReused();
            }
        };
    }

    private static Result resultOf(Arrival arrival) {
        if (arrival.isSpam()) {
            return Result.SPAM;
        }
        return arrival.decision().isRouted() ? Result.ACCEPTED : Result.UNROUTED;
    }
}
