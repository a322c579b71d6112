package com.leadrouter.intake;

import com.leadrouter.intake.LeadsReceived.Result;
import com.leadrouter.platform.ClientAddress;
import com.leadrouter.platform.IpAddress;
import com.leadrouter.platform.Problem;
import com.leadrouter.platform.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Takes in what people submit through public forms; what a trap has caught as spam, of which the answer shows nothing. */
@Component
final class Submissions {

    private final LeadReader reader = new LeadReader();
    private final ClientAddress clients;
    private final Reception reception;
    private final Intake intake;
    private final LeadsReceived received;

    Submissions(ClientAddress clients, Reception reception, Intake intake, LeadsReceived received) {
        this.clients = clients;
        this.reception = reception;
        this.intake = intake;
        this.received = received;
    }

    /** What became of a submission. */
    sealed interface Outcome {}

    /** We have it. */
    record Taken(Told.Accepted told) implements Outcome {}

    /** Nothing of it is stored. */
    record Refused(Problem problem) implements Outcome {}

    Outcome take(PublicForm form, HttpServletRequest request) {
        IdempotencyHeader header = IdempotencyHeader.of(request);
        if (!header.isReadable()) {
            return refuse(form, Problem.of(ProblemType.MALFORMED_REQUEST, IdempotencyHeader.RULE, request));
        }
        return switch (reader.read(request)) {
            case LeadBody.Unreadable(ProblemType type, String detail) ->
                refuse(form, Problem.of(type, detail, request));
            case LeadBody.Readable sent -> take(form, form.read(sent), header, request);
        };
    }

    private Outcome take(
            PublicForm form, PublicForm.Submission submission, IdempotencyHeader header, HttpServletRequest request) {
        return switch (reception.receive(form.source(), submission.draft(), header.key())) {
            case Received.Refused refused -> refuse(form, refused.problem(request));
            case Received.Welcome(Arrival arrival) -> {
                String address = IpAddress.text(clients.of(request));
                Optional<String> key = header.key().map(IdempotencyKey::value);
                yield take(
                        form,
                        submission.isCaught()
                                ? arrival.ofVisitor(address, key.map(IdempotencyKey::ofTrap))
                                        .asSpam()
                                : arrival.ofVisitor(address, key.map(IdempotencyKey::ofForm)),
                        request);
            }
        };
    }

    private Outcome take(PublicForm form, Arrival arrival, HttpServletRequest request) {
        return switch (intake.take(form.source(), arrival)) {
            case Told.Accepted accepted -> new Taken(accepted);
            case Told.KeyReused() -> new Refused(Problem.of(ProblemType.IDEMPOTENCY_KEY_REUSED, request));
        };
    }

    private Refused refuse(PublicForm form, Problem problem) {
        received.count(form.source(), Result.INVALID);
        return new Refused(problem);
    }
}
