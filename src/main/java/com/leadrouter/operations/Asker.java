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
import com.leadrouter.lead.Leads;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.springframework.stereotype.Component;

/**
 * Asks a destination, one after the other and four a second at most over all replicas, for the customers that no pull has
 * confirmed: who was only updated may be in none, and who was there and is not any more is missing from them. Whoever it
 * cannot answer for waits, and the others do not.
 */
@Component
final class Asker {

    private static final Duration PAUSE = Duration.ofMillis(250);

    /** That many in a row are no matter of single customers any more. */
    private static final int MOST_FAILURES = 3;

    private enum Result {
        ANSWERED,
        /** Of this one it does not say anything. */
        REFUSED,
        FAILED,
        /** It is not asked for anybody now. */
        NOT_NOW
    }

    private final Questions questions;
    private final QuestionNotes notes;
    private final Leads leads;
    private final CustomerDesk desk;
    private final Holds holds;
    private final SentPersons persons;

    Asker(Questions questions, QuestionNotes notes, Leads leads, CustomerDesk desk, Holds holds, SentPersons persons) {
        this.questions = questions;
        this.notes = notes;
        this.leads = leads;
        this.desk = desk;
        this.holds = holds;
        this.persons = persons;
    }

    /** Asks for some that are to be asked for now, unless another replica does; answers for how many it was answered. */
    int ask(DestinationName destination) {
        if (holds.of(destination) != Holds.Standing.RUNNING) {
            return 0;
        }
        return questions.begin(destination).map(this::askAll).orElse(0);
    }

    private int askAll(Questions.Turn turn) {
        DestinationName destination = turn.destination();
        int answered = 0;
        int failures = 0;
        try {
            notes.forgetOld(destination);
            for (Question question : questions.toAsk(destination, persons.timeZoneOf(destination))) {
                if (!mayGoOn(turn)) {
                    return answered;
                }
                Result result = ask(destination, question);
                note(destination, question, result);
                answered += result == Result.ANSWERED ? 1 : 0;
                failures = result == Result.FAILED ? failures + 1 : 0;
                if (result == Result.NOT_NOW || failures == MOST_FAILURES) {
                    return answered;
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
            return answered;
        } finally {
            questions.end(turn);
        }
    }

    private boolean mayGoOn(Questions.Turn turn) {
        return !Thread.currentThread().isInterrupted()
                && holds.of(turn.destination()) == Holds.Standing.RUNNING
                && questions.renew(turn);
    }

    private void note(DestinationName destination, Question question, Result result) {
        switch (result) {
            case ANSWERED -> notes.answered(destination, question);
            case REFUSED, FAILED -> notes.failed(destination, question);
            case NOT_NOW -> {
                // It was not about this one.
            }
        }
    }

    private Result ask(DestinationName destination, Question question) {
        return switch (look(destination, question)) {
            case CustomerLook.There there -> Result.ANSWERED;
            case CustomerLook.Gone gone -> Result.ANSWERED;
            case CustomerLook.Unanswered(var outcome) -> result(outcome);
        };
    }

    private CustomerLook look(DestinationName destination, Question question) {
        return switch (question) {
            case Question.OfCustomer(var id) -> desk.look(destination, id);
            case Question.OfLead(var id) ->
                leads.find(id)
                        .map(stored -> desk.look(destination, stored.lead()))
                        .orElseGet(CustomerLook.Gone::new);
        };
    }

    private static Result result(CallOutcome outcome) {
        return switch (outcome) {
            case RejectedData refused -> Result.REFUSED;
            case Failed failed -> Result.FAILED;
            case RejectedConfiguration refused -> Result.FAILED;
            case Throttled throttled -> Result.FAILED;
            case Unreachable unreachable -> Result.FAILED;
            case Unknown unknown -> Result.FAILED;
            case Unauthorized refused -> Result.NOT_NOW;
            case NotTried held -> Result.NOT_NOW;
            case Accepted accepted -> throw new IllegalStateException("an answer that is none");
        };
    }
}
