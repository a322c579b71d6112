package com.leadrouter.operations;

import com.leadrouter.platform.CallingOperator;
import com.leadrouter.platform.Problem;
import com.leadrouter.platform.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /api/v1/attention}: what waits for a person. */
@RestController
final class AttentionController {

    /** All groups. */
    record Groups(List<AttentionGroup> groups) {}

    private final Attention attention;

    AttentionController(Attention attention) {
        this.attention = attention;
    }

    @GetMapping(path = "/api/v1/attention", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<?> attention(CallingOperator operator, HttpServletRequest request) {
        try {
            return ResponseEntity.ok(new Groups(attention.groups()));
        } catch (QueryTimeoutException e) {
            return Problem.of(ProblemType.SEARCH_TOO_BROAD, request).answer();
        }
    }
}
