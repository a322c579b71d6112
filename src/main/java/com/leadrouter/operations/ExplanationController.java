package com.leadrouter.operations;

import com.leadrouter.lead.LeadId;
import com.leadrouter.platform.CallingOperator;
import com.leadrouter.platform.Problem;
import com.leadrouter.platform.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /api/v1/leads/{leadId}/explanation}: why a lead went where it went. */
@RestController
final class ExplanationController {

    private final Explanations explanations;

    ExplanationController(Explanations explanations) {
        this.explanations = explanations;
    }

    @GetMapping(path = "/api/v1/leads/{leadId}/explanation", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<?> explain(CallingOperator operator, @PathVariable String leadId, HttpServletRequest request) {
        return LeadId.read(leadId)
                .flatMap(explanations::of)
                .<ResponseEntity<?>>map(ResponseEntity::ok)
                .orElseGet(() -> Problem.of(ProblemType.NOT_FOUND, request).answer());
    }
}
