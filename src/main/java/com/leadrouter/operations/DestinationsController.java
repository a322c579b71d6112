package com.leadrouter.operations;

import com.leadrouter.delivery.DestinationBoard.Standing;
import com.leadrouter.lead.DestinationName;
import com.leadrouter.platform.CallingOperator;
import com.leadrouter.platform.Problem;
import com.leadrouter.platform.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/v1/destinations}: how they stand, {@code /pause} and {@code /resume}. */
@RestController
@RequestMapping(path = "/api/v1/destinations", produces = MediaType.APPLICATION_JSON_VALUE)
final class DestinationsController {

    private static final String RULE =
            "The body is a JSON object with reason, a text, and nothing else. " + Reason.RULE;

    /** All of them. */
    record All(List<Standing> destinations) {}

    /** What is sent to pause and to resume; it may be missing. */
    record Sent(@Nullable String reason) {}

    private interface Switch {
        Optional<Standing> turn(DestinationName destination, CallingOperator operator, @Nullable String reason);
    }

    private final DestinationDesk desk;

    DestinationsController(DestinationDesk desk) {
        this.desk = desk;
    }

    @GetMapping
    All all(CallingOperator operator) {
        return new All(desk.all());
    }

    @PostMapping("/{name}/pause")
    ResponseEntity<?> pause(CallingOperator operator, @PathVariable String name, HttpServletRequest request) {
        return turn(name, operator, request, desk::pause);
    }

    @PostMapping("/{name}/resume")
    ResponseEntity<?> resume(CallingOperator operator, @PathVariable String name, HttpServletRequest request) {
        return turn(name, operator, request, desk::resume);
    }

    private static ResponseEntity<?> turn(
            String name, CallingOperator operator, HttpServletRequest request, Switch how) {
        if (!ActionBody.isJsonOrNothing(request)) {
            return Problem.of(ProblemType.UNSUPPORTED_MEDIA_TYPE, ActionBody.TYPE_RULE, request)
                    .answer();
        }
        Optional<Sent> sent =
                ActionBody.read(request, Sent.class, new Sent(null)).filter(read -> Reason.isPlain(read.reason()));
        if (sent.isEmpty()) {
            return Problem.of(ProblemType.MALFORMED_REQUEST, RULE, request).answer();
        }
        return DestinationName.read(name)
                .flatMap(destination ->
                        how.turn(destination, operator, sent.get().reason()))
                .<ResponseEntity<?>>map(ResponseEntity::ok)
                .orElseGet(() -> Problem.of(ProblemType.NOT_FOUND, request).answer());
    }
}
