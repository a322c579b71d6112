package com.leadrouter.standin;

import java.util.Optional;

/** Takes every request, counts it, and lets either the partner or a fault decide the answer. */
final class Reception {

    private final Partner partner;
    private final Calls calls;
    private final Faults faults;

    Reception(Partner partner, Calls calls, Faults faults) {
        this.partner = partner;
        this.calls = calls;
        this.faults = faults;
    }

    /** Empty tears the connection. */
    Optional<Answer> handle(Inbound request) {
        Visit visit = partner.receive(request);
        Call call = calls.arrived(visit);
        Optional<Faults.Drawn> drawn = faults.draw(visit.operation());
        if (drawn.isPresent() && drawn.get().fault().effect() instanceof Fault.Hanging) {
            // Whoever hangs up and calls again must not look as if he had called twice at once.
            calls.left(call);
            faults.hang(drawn.get());
            return Optional.empty();
        }
        try {
            Optional<Answer> answer =
                    drawn.isPresent() ? disturbed(visit, call, drawn.get()) : Optional.of(worked(visit, call));
            answer.ifPresent(call::answered);
            return answer;
        } finally {
            calls.left(call);
        }
    }

    private Optional<Answer> disturbed(Visit visit, Call call, Faults.Drawn drawn) {
        Optional<Answer> answer = switch (drawn.fault().effect()) {
            case Fault.Undisturbed() -> Optional.of(worked(visit, call));
            case Fault.Answered planted -> Optional.of(answer(planted));
            case Fault.StoredThenTorn() -> {
                worked(visit, call);
                yield Optional.empty();
            }
            case Fault.Torn() -> Optional.empty();
            case Fault.Hanging() -> Optional.empty();
        };
        faults.delay(drawn);
        return answer;
    }

    private Answer worked(Visit visit, Call call) {
        Answer answer = visit.work().get();
        calls.taken(call, answer);
        return answer;
    }

    private Answer answer(Fault.Answered planted) {
        String body = planted.body().orElseGet(() -> partner.errorBody(planted.status()));
        Answer answer = Answer.of(planted.status(), body, planted.contentType());
        for (var header : planted.headers().entrySet()) {
            answer = answer.withHeader(header.getKey(), header.getValue());
        }
        return answer;
    }
}
