package com.leadrouter.kapture;

import com.leadrouter.delivery.CallLog;
import com.leadrouter.delivery.CallLog.OpenCall;
import com.leadrouter.delivery.CallOutcome.Accepted;
import com.leadrouter.platform.Exchange;
import com.leadrouter.platform.Exchange.Answered;
import com.leadrouter.platform.Exchange.NeverSent;
import com.leadrouter.platform.Exchange.NoAnswer;
import com.leadrouter.platform.Exchange.Withheld;
import com.leadrouter.platform.RemoteCall;
import java.util.Map;
import java.util.function.Function;

/** The calls of one try, each written into its log as it is made; what a guard holds back is not. */
final class KaptureCalls {

    private final RemoteCall remote;
    private final KaptureSettings settings;
    private final CallLog log;

    KaptureCalls(RemoteCall remote, KaptureSettings settings, CallLog log) {
        this.remote = remote;
        this.settings = settings;
        this.log = log;
    }

    Answer.OfWrite add(Map<String, String> body) {
        return call(Operation.ADD, body, KaptureAnswers::ofWrite);
    }

    Answer.OfWrite update(Map<String, String> body) {
        return call(Operation.UPDATE, body, KaptureAnswers::ofWrite);
    }

    Answer.OfGet get(Search search) {
        return call(Operation.GET, search.body(), KaptureAnswers::ofGet);
    }

    /** Notes how the try ends, whatever comes after. */
    Accepted arrived(Accepted outcome) {
        log.arrived(outcome);
        return outcome;
    }

    private <A extends Answer> A call(Operation operation, Object body, Function<Exchange, A> reading) {
        byte[] json = KaptureJson.write(body);
        OpenCall call = log.begin(operation.word());
        Exchange exchange = remote.postJson(
                settings.pathOf(operation), Map.of("Authorization", "Basic " + settings.keyOf(operation)), json);
        A answer = reading.apply(exchange);
        switch (exchange) {
            case Answered(var status, var text, var retryAfter) ->
                call.finish(answer.recordedAs(), status, RecordedResponse.of(text));
            case NeverSent neverSent -> call.finish(answer.recordedAs(), null, null);
            case NoAnswer(var cause, var status) -> call.finish(answer.recordedAs(), status, null);
            case Withheld withheld -> call.discard();
        }
        return answer;
    }
}
