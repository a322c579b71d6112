package com.leadrouter.intake;

import com.leadrouter.intake.LeadsReceived.Result;
import com.leadrouter.platform.ClientAddress;
import com.leadrouter.platform.Problem;
import com.leadrouter.platform.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** Who may submit a form at all, before anything of what he sends is read. */
@Component
final class FormDoor {

    static final String METHODS = "POST, OPTIONS";

    private static final HttpHeaders POST_ONLY = postOnly();

    private final ClientAddress clients;
    private final RateLimits limits;
    private final LeadsReceived received;

    FormDoor(ClientAddress clients, RateLimits limits, LeadsReceived received) {
        this.clients = clients;
        this.limits = limits;
        this.received = received;
    }

    /** Nothing where the submission may be looked at. */
    Optional<ResponseEntity<Problem>> refusal(PublicForm form, HttpServletRequest request) {
        if (!HttpMethod.POST.matches(request.getMethod())) {
            return Optional.of(
                    Problem.of(ProblemType.METHOD_NOT_ALLOWED, request).answer(POST_ONLY));
        }
        if (FromPage.of(request).isForeignTo(form)) {
            return Optional.of(Problem.of(ProblemType.FORBIDDEN, "This form is not for pages of that origin.", request)
                    .answer());
        }
        // The address first: who floods must not use up what the form's other visitors may send.
        Optional<Duration> wait = limits.take(form.key(), clients.of(request), form.rateLimitPerIp())
                .or(() -> limits.take(form.source(), 1));
        wait.ifPresent(tooFast -> received.count(form.source(), Result.LIMITED));
        return wait.map(
                time -> Problem.of(ProblemType.TOO_MANY_REQUESTS, request).answerAfter(time));
    }

    private static HttpHeaders postOnly() {
        HttpHeaders headers = new HttpHeaders();
        headers.set(HttpHeaders.ALLOW, METHODS);
        return HttpHeaders.readOnlyHttpHeaders(headers);
    }
}
