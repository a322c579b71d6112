package com.leadrouter.intake;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.leadrouter.intake.LeadsReceived.Result;
import com.leadrouter.platform.CallingSource;
import com.leadrouter.platform.Problem;
import com.leadrouter.platform.ProblemType;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code POST /api/v1/leads/batch}: many leads, answered with one result for each. All are stored before the answer
 * begins: who does not wait for it changes nothing.
 */
@RestController
final class BatchController {

    private final BatchReader reader = new BatchReader();
    private final BatchRoom room;
    private final BatchIntake intake;
    private final RateLimits limits;
    private final LeadsReceived received;
    private final ObjectWriter json;

    BatchController(BatchRoom room, BatchIntake intake, RateLimits limits, LeadsReceived received, ObjectMapper json) {
        this.room = room;
        this.intake = intake;
        this.limits = limits;
        this.received = received;
        this.json = json.writerFor(BatchResult.class);
    }

    /** What is no refusal is written here, since it may be larger than memory should hold. */
    @PostMapping(
            path = "/api/v1/leads/batch",
            produces = {MediaType.APPLICATION_JSON_VALUE, MediaType.APPLICATION_NDJSON_VALUE})
    @Nullable ResponseEntity<?> handIn(CallingSource source, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (!room.enter(source)) {
            received.count(source, Result.LIMITED);
            return Problem.of(ProblemType.UNAVAILABLE, request).answer();
        }
        try {
            return switch (reader.read(request)) {
                case BatchBody.Unreadable(ProblemType type, String detail) ->
                    refuse(source, Problem.of(type, detail, request));
                case BatchBody.Readable(Batch batch) -> take(source, batch, request, response);
            };
        } finally {
            room.leave(source);
        }
    }

    private @Nullable ResponseEntity<?> take(
            CallingSource source, Batch batch, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (!isAccepted(batch.form(), request)) {
            return refuse(source, Problem.of(ProblemType.NOT_ACCEPTABLE, request));
        }
        Optional<Duration> wait = limits.takeBatch(source, batch.size());
        if (wait.isPresent()) {
            received.count(source, Result.LIMITED);
            return Problem.of(ProblemType.TOO_MANY_REQUESTS, request).answerAfter(wait.get());
        }
        BatchLook look = intake.look(source, batch);
        List<Fate> fates = intake.take(look);
        answer(look, fates, request, response);
        return null;
    }

    private void answer(BatchLook look, List<Fate> fates, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        BatchForm form = look.batch().form();
        response.setStatus(HttpStatus.MULTI_STATUS.value());
        response.setContentType(form.type().toString());
        ServletOutputStream out = response.getOutputStream();
        out.print(form.before());
        for (int i = 0; i < fates.size(); i++) {
            out.print(i == 0 ? "" : form.between());
            out.write(json.writeValueAsBytes(BatchResult.of(i, look, fates.get(i), request)));
        }
        out.print(form.after());
    }

    // It is answered in the form in which it came, or not taken.
    private static boolean isAccepted(BatchForm form, HttpServletRequest request) {
        List<String> accepted = Collections.list(request.getHeaders(HttpHeaders.ACCEPT));
        return accepted.isEmpty()
                || MediaType.parseMediaTypes(accepted).stream().anyMatch(type -> type.isCompatibleWith(form.type()));
    }

    private ResponseEntity<?> refuse(CallingSource source, Problem problem) {
        received.count(source, Result.INVALID);
        return problem.answer();
    }
}
