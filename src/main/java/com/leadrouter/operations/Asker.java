package com.leadrouter.operations;

import com.leadrouter.delivery.CallOutcome;
import com.leadrouter.delivery.CallOutcome.Accepted;
import com.leadrouter.delivery.CallOutcome.Failed;
import com.leadrouter.delivery.CallOutcome.NotTried;
import com.leadrouter.delivery.CallOutcome.RejectedConfiguration;
import com.leadrouter.delivery.CallOutcome.RejectedData;
import com.leadrouter.delivery.CallOutcome.Throttled;
import com.leadrouter.delivery.CallOutcome.Unauthorized;
import com.leadrouter.delivery.CallOutcome.Unknown;
import com.leadrouter.delivery.CallOutcome.Unreachable;
import com.leadrouter.delivery.Holds;
import com.leadrouter.kapture.CustomerDesk;
import com.leadrouter.kapture.CustomerLook;
import com.leadrouter.kapture.SentPersons;
import com.leadrouter.lead.DestinationName;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.springframework.stereotype.Component;

/**
 * Asks a destination, one after the other and four a second at most over all replicas, for the customers that no pull has
 * confirmed: who was only updated may be in none, and who was there and is not any more is missing from them.
 */
@Component
final class Asker {

    private static final Duration PAUSE = Duration.ofMillis(250);

    private final Questions questions;
    private final CustomerDesk desk;
    private final Holds holds;
    private final SentPersons persons;

    Asker(Questions questions, CustomerDesk desk, Holds holds, SentPersons persons) {
        this.questions = questions;
        this.desk = desk;
        this.holds = holds;
        this.persons = persons;
    }

    /** Asks for some that are to be asked for now, unless another replica does; answers for how many. */
    int ask(DestinationName destination) {
        if (holds.of(destination) != Holds.Standing.RUNNING) {
            return 0;
        }
        return questions.begin(destination).map(this::askAll).orElse(0);
    }

    private int askAll(Questions.Turn turn) {
        int asked = 0;
        try {
            for (long customer : questions.toAsk(turn.destination(), persons.timeZoneOf(turn.destination()))) {
                if (!mayGoOn(turn) || !ask(turn.destination(), customer)) {
                    return asked;
                }
                asked++;
                LockSupport.parkNanos(PAUSE.toNanos());
            }
            return asked;
        } finally {
            questions.end(turn);
        }
    }

    private boolean mayGoOn(Questions.Turn turn) {
        return !Thread.currentThread().isInterrupted()
                && holds.of(turn.destination()) == Holds.Standing.RUNNING
                && questions.renew(turn);
    }

    /** Whether it makes sense to ask on. */
    private boolean ask(DestinationName destination, long customer) {
        return switch (desk.look(destination, customer)) {
            case CustomerLook.There there -> true;
            case CustomerLook.Gone gone -> true;
            case CustomerLook.Unanswered(var outcome) -> concernsOneAlone(outcome);
        };
    }

    private static boolean concernsOneAlone(CallOutcome outcome) {
        return switch (outcome) {
            case RejectedData refused -> true;
            case Failed failed -> false;
            case RejectedConfiguration refused -> false;
            case Unauthorized refused -> false;
            case Throttled throttled -> false;
            case Unreachable unreachable -> false;
            case Unknown unknown -> false;
            case NotTried held -> false;
            case Accepted accepted -> throw new IllegalStateException("an answer that is none");
        };
    }
}
