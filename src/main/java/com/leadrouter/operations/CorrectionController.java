package com.leadrouter.operations;

import com.fasterxml.jackson.databind.JsonNode;
import com.leadrouter.lead.LeadId;
import com.leadrouter.operations.Corrections.Corrected;
import com.leadrouter.platform.CallingOperator;
import com.leadrouter.platform.Problem;
import com.leadrouter.platform.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** {@code PATCH /api/v1/leads/{leadId}}: corrects a lead. */
@RestController
final class CorrectionController {

    private static final MediaType MERGE_PATCH = MediaType.valueOf("application/merge-patch+json");
    private static final int LARGEST = 64 * 1024;
    private static final Pattern SEEN = Pattern.compile("\"(\\d{1,9})\"");

    private final Corrections corrections;
    private final LeadReports reports;

    CorrectionController(Corrections corrections, LeadReports reports) {
        this.corrections = corrections;
        this.reports = reports;
    }

    @PatchMapping(path = "/api/v1/leads/{leadId}", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<?> correct(CallingOperator operator, @PathVariable String leadId, HttpServletRequest request)
            throws IOException {
        if (!ActionBody.isOf(MERGE_PATCH, request)) {
            return Problem.of(
                            ProblemType.UNSUPPORTED_MEDIA_TYPE,
                            "This address takes application/merge-patch+json, in UTF-8.",
                            request)
                    .answer();
        }
        @Nullable String reason = Reason.ofHeader(request);
        if (!Reason.isPlain(reason)) {
            return malformed(Reason.HEADER_RULE, request);
        }
        @Nullable String match = request.getHeader(HttpHeaders.IF_MATCH);
        Matcher seen = SEEN.matcher(match == null ? "" : match.strip());
        if (match != null && !seen.matches()) {
            return malformed("If-Match is the ETag of an answer to a correction.", request);
        }
        byte[] body = request.getInputStream().readNBytes(LARGEST + 1);
        if (body.length > LARGEST) {
            return Problem.of(ProblemType.PAYLOAD_TOO_LARGE, "At most 64 KiB are taken at this address.", request)
                    .answer();
        }
        Optional<JsonNode> patch = ActionBody.tree(body);
        Optional<LeadId> id = LeadId.read(leadId);
        if (id.isEmpty()) {
            return Problem.of(ProblemType.NOT_FOUND, request).answer();
        }
        return patch.<ResponseEntity<?>>map(read -> answer(
                        corrections.correct(
                                id.get(),
                                read,
                                match == null ? null : Integer.valueOf(seen.group(1)),
                                operator,
                                reason),
                        id.get(),
                        request))
                .orElseGet(() -> malformed("The body is not valid JSON, or names something twice.", request));
    }

    private ResponseEntity<?> answer(Corrected result, LeadId id, HttpServletRequest request) {
        return switch (result) {
            case Corrected.Done done -> answer(reports.of(id).orElseThrow());
            case Corrected.Invalid(var faults) ->
                Problem.of(ProblemType.INVALID_LEAD, request)
                        .with(LeadFaults.of(faults))
                        .answer();
            case Corrected.NotPossible(String why) ->
                Problem.of(ProblemType.NOT_POSSIBLE_NOW, why, request).answer();
            case Corrected.NoSuch() ->
                Problem.of(ProblemType.NOT_FOUND, request).answer();
        };
    }

    private static ResponseEntity<?> answer(LeadReport report) {
        return ResponseEntity.ok()
                .eTag("\"" + report.corrections().size() + "\"")
                .body(report);
    }

    private static ResponseEntity<?> malformed(String detail, HttpServletRequest request) {
        return Problem.of(ProblemType.MALFORMED_REQUEST, detail, request).answer();
    }
}
