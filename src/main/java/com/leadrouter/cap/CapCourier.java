package com.leadrouter.cap;

import com.leadrouter.delivery.CallLog;
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
import com.leadrouter.delivery.Courier;
import com.leadrouter.delivery.Delivery;
import com.leadrouter.delivery.DeliveryError;
import com.leadrouter.delivery.Outcome;
import com.leadrouter.delivery.Preview;
import com.leadrouter.lead.Lead;
import com.leadrouter.lead.LeadId;
import com.leadrouter.lead.Violation;
import com.leadrouter.platform.Exchange.Answered;
import com.leadrouter.platform.Exchange.NeverSent;
import com.leadrouter.platform.Exchange.NoAnswer;
import com.leadrouter.platform.Exchange.Withheld;
import com.leadrouter.platform.RemoteCall;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Submits leads to one CAP Gateway: one call a try, always under the lead's own id (CAP contract, section 9). */
final class CapCourier implements Courier {

    private static final Logger log = LoggerFactory.getLogger(CapCourier.class);
    private static final String PATH = "/lead-submission/v1/external";
    private static final String KEY = "X-API-Key";
    private static final String OPERATION = "submit";

    private final CapSettings settings;
    private final RemoteCall remote;
    private final Map<String, String> headers;

    CapCourier(CapSettings settings, RemoteCall remote) {
        this.settings = settings;
        this.remote = remote;
        this.headers = Map.of(KEY, settings.apiKey());
    }

    @Override
    public List<Violation> preflight(Lead lead) {
        return new CapLead(lead, settings).faults();
    }

    @Override
    public int capacity() {
        return remote.capacity();
    }

    @Override
    public CallOutcome deliver(Delivery delivery, CallLog log) {
        CapLead lead = new CapLead(delivery.lead(), settings);
        // Accepted under other settings than today's: what CAP would refuse is not sent, save by force.
        if (!delivery.forced() && !lead.faults().isEmpty()) {
            return refused(lead);
        }
        return submit(delivery.leadId(), lead.request(delivery.leadId()), log);
    }

    @Override
    public Preview preview(Delivery delivery) {
        CapLead lead = new CapLead(delivery.lead(), settings);
        return Preview.ofPostedJson(remote.addressOf(PATH), KEY, lead.request(delivery.leadId()), lead.faults());
    }

    private static CallOutcome refused(CapLead lead) {
        List<DeliveryError> errors = lead.faults().stream()
                .map(fault -> DeliveryError.ours(fault.code(), fault.detail()))
                .toList();
        return lead.hasFaultOfThePerson() ? new RejectedData(errors) : new RejectedConfiguration(errors);
    }

    private CallOutcome submit(LeadId leadId, CapRequest request, CallLog log) {
        byte[] body = request.toJson();
        CallLog.OpenCall call = log.begin(OPERATION);
        return switch (remote.postJson(PATH, headers, body)) {
            case Answered answer -> {
                CallOutcome outcome = outcomeOf(answer, leadId);
                // Whole: cutting comes after masking, or half a name at the edge would stay.
                call.finish(
                        outcome.recordedAs().orElseThrow(),
                        answer.status(),
                        answer.body().isEmpty() ? null : answer.body());
                yield outcome;
            }
            case NeverSent(var cause) -> {
                call.finish(Outcome.UNREACHABLE, null, null);
                yield new Unreachable(cause);
            }
            case NoAnswer(var cause, var status) -> {
                // 202 counts whatever its body, so a body that broke off takes nothing from it.
                boolean accepted = status != null && status / 100 == 2;
                call.finish(accepted ? Outcome.ACCEPTED : Outcome.UNKNOWN, status, null);
                yield accepted ? new Accepted(null) : new Unknown(cause);
            }
            case Withheld(var why) -> {
                call.discard();
                yield new NotTried(why.name());
            }
        };
    }

    /** CAP contract, sections 4 and 8. */
    private static CallOutcome outcomeOf(Answered answer, LeadId leadId) {
        int status = answer.status();
        return switch (status) {
            case 202 -> new Accepted(null);
            case 400 -> CapRefusal.read(status, answer.body()).outcome();
            case 401, 403 -> new Unauthorized("CAP answered " + status);
            case 404, 405, 406, 415 -> new RejectedConfiguration(errorsOf(answer));
            case 408, 425, 429 -> new Throttled(answer.retryAfter());
            default ->
                switch (status / 100) {
                    case 2 -> acceptedUnusually(status, leadId);
                    case 4 -> new RejectedData(errorsOf(answer));
                    case 5 -> new Failed(answer.retryAfter());
                    // A redirect, or no status that HTTP knows: whoever answers there is not CAP.
                    default -> new RejectedConfiguration(errorsOf(answer));
                };
        };
    }

    private static Accepted acceptedUnusually(int status, LeadId leadId) {
        log.warn("CAP took lead {} with status {} in place of 202", leadId, status);
        return new Accepted(null);
    }

    private static List<DeliveryError> errorsOf(Answered answer) {
        return CapRefusal.read(answer.status(), answer.body()).errors();
    }
}
