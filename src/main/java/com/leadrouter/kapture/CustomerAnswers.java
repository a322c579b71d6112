package com.leadrouter.kapture;

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
import com.leadrouter.delivery.DeliveryError;
import com.leadrouter.kapture.KaptureAnswers.Reading;
import com.leadrouter.kapture.Looked.Gone;
import com.leadrouter.kapture.Looked.There;
import com.leadrouter.kapture.Looked.Unanswered;
import com.leadrouter.platform.Exchange;
import com.leadrouter.platform.Exchange.Answered;
import java.util.List;

/** What Kapture's answers mean to someone who only wants to know which customers it has. */
final class CustomerAnswers {

    private static final DeliveryError NO_CUSTOMER =
            DeliveryError.ours("kapture-no-customer", "Kapture says success and tells of no customer");

    private CustomerAnswers() {}

    /** Reads the answer of Get, with the whole customer. */
    static Looked ofLook(Exchange exchange, CustomerReader customers) {
        return switch (KaptureAnswers.read(exchange)) {
            // A customer that was deleted is no customer; one that cannot be read, or no word of any, is no answer.
            case Reading.Success(var body)
            when body.hasCustomers() ->
                body.newestCustomer()
                        .flatMap(customers::read)
                        .<Looked>map(There::new)
                        .orElseGet(() -> body.saysThatNobodyIsThere() ? new Gone() : unanswered(NO_CUSTOMER));
            case Reading.Success mute -> unanswered(NO_CUSTOMER);
            case Reading.Nobody nobody -> new Gone();
            // Whom we take for gone, we do not ask again.
            case Reading.WordsForCustomers(var error) -> unanswered(error);
            case Reading.NoneBetween(var error) -> unanswered(error);
            case Reading.Duplicated(var exists) -> unanswered(exists.error());
            case Reading.Strange(var error) -> unanswered(error);
            case Reading.End(var outcome) -> new Unanswered(outcome);
        };
    }

    /** Reads an answer of Pull that has no list of customers. */
    static PullAnswer ofPull(Exchange exchange) {
        return switch (KaptureAnswers.read(exchange)) {
            case Reading.NoneBetween none -> new PullAnswer.Done(0);
            case Reading.Success mute -> new PullAnswer.Failed(statusOf(exchange) + ", success without customers");
            case Reading.Nobody nobody -> unknownWords(exchange);
            case Reading.WordsForCustomers words -> unknownWords(exchange);
            case Reading.Duplicated duplicated -> unknownWords(exchange);
            case Reading.Strange strange -> unknownWords(exchange);
            case Reading.End(var outcome) -> ofPull(outcome, exchange);
        };
    }

    private static PullAnswer ofPull(CallOutcome outcome, Exchange exchange) {
        return switch (outcome) {
            case Unauthorized(var reason) -> new PullAnswer.Unauthorized(reason);
            case NotTried(var why, var delay) -> new PullAnswer.Withheld(why);
            case Throttled throttled -> new PullAnswer.Withheld("THROTTLED");
            case Failed failed -> new PullAnswer.Failed(statusOf(exchange));
            case Unreachable(var cause) -> new PullAnswer.Failed("no connection: " + cause);
            case Unknown(var cause) -> new PullAnswer.Failed("no whole answer: " + cause);
            case RejectedConfiguration(var errors) ->
                new PullAnswer.Failed(errors.getFirst().message());
            case RejectedData data -> unknownWords(exchange);
            case Accepted accepted -> throw new IllegalStateException("an answer that is read as none");
        };
    }

    // Not the words themselves: nobody knows whom they are about.
    private static PullAnswer unknownWords(Exchange exchange) {
        return new PullAnswer.Failed(statusOf(exchange) + ", in words that are none of Pull's");
    }

    private static String statusOf(Exchange exchange) {
        return exchange instanceof Answered answer ? "HTTP " + answer.status() : "no answer";
    }

    private static Looked unanswered(DeliveryError error) {
        return new Unanswered(new RejectedData(List.of(error)));
    }
}
