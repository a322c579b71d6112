package com.leadrouter.operations;

import com.leadrouter.delivery.Deliveries;
import com.leadrouter.lead.LeadId;
import com.leadrouter.lead.Leads;
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

/** {@code GET /api/v1/leads/{leadId}}: what became of a lead, for the source that handed it in, and for operators. */
@RestController
final class LeadReportController {

    private final Leads leads;
    private final Deliveries deliveries;
    private final Corrections corrections;

    LeadReportController(Leads leads, Deliveries deliveries, Corrections corrections) {
        this.leads = leads;
        this.deliveries = deliveries;
        this.corrections = corrections;
    }

    @GetMapping(path = "/api/v1/leads/{leadId}", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<?> report(Caller caller, @PathVariable String leadId, HttpServletRequest request) {
        return LeadId.read(leadId)
                .flatMap(leads::find)
                // That a lead of another source exists is nobody's business.
                .filter(lead -> switch (caller) {
                    case CallingSource source -> lead.source().equals(source.name());
                    case CallingOperator operator -> true;
                })
                .<ResponseEntity<?>>map(lead -> ResponseEntity.ok()
                        .cacheControl(CacheControl.noStore())
                        .body(LeadReport.of(lead, deliveries.of(lead.id()), corrections.of(lead.id()))))
                .orElseGet(() -> Problem.of(ProblemType.NOT_FOUND, request).answer());
    }
}
