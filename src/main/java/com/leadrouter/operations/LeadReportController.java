package com.leadrouter.operations;

import com.leadrouter.lead.LeadId;
import com.leadrouter.platform.Caller;
import com.leadrouter.platform.CallingOperator;
import com.leadrouter.platform.CallingSource;
import com.leadrouter.platform.Problem;
import com.leadrouter.platform.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /api/v1/leads/{leadId}}: what became of a lead, for the source that handed it in and for operators. */
@RestController
final class LeadReportController {

    private final LeadReports reports;

    LeadReportController(LeadReports reports) {
        this.reports = reports;
    }

    @GetMapping(path = "/api/v1/leads/{leadId}", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<?> report(Caller caller, @PathVariable String leadId, HttpServletRequest request) {
        return LeadId.read(leadId)
                .flatMap(reports::of)
                .filter(report -> mayRead(caller, report))
                .<ResponseEntity<?>>map(report ->
                        ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(report))
                .orElseGet(() -> Problem.of(ProblemType.NOT_FOUND, request).answer());
    }

    // That a lead of another source exists is nobody's business.
    private static boolean mayRead(Caller caller, LeadReport report) {
        return switch (caller) {
            case CallingSource source -> report.source().equals(source.name());
            case CallingOperator operator -> true;
        };
    }
}
