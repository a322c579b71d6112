package com.leadrouter.console;

import com.leadrouter.lead.LeadId;
import com.leadrouter.operations.Audit;
import com.leadrouter.operations.AuditPage;
import com.leadrouter.platform.CallingOperator;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** {@code /console/audit}: who did what, when, to how many, and why. */
@Controller
final class AuditPages {

    private static final String ADDRESS = "/console/audit";

    /** One entry; {@code lead} is the lead that it is about, where it is about one. */
    record Line(
            Instant at,
            String operator,
            String action,
            String target,
            int count,
            @Nullable String reason,
            @Nullable LeadId lead) {

        static Line of(AuditPage.Entry entry) {
            return new Line(
                    entry.at(),
                    entry.operator(),
                    entry.action(),
                    entry.target(),
                    entry.count(),
                    entry.reason(),
                    LeadId.read(entry.target().split("/", 2)[0]).orElse(null));
        }
    }

    private final Pages pages;
    private final Audit audit;

    AuditPages(Pages pages, Audit audit) {
        this.pages = pages;
        this.audit = audit;
    }

    @GetMapping(ADDRESS)
    ResponseEntity<String> audit(
            CallingOperator operator,
            @RequestParam(required = false) @Nullable String cursor,
            HttpServletRequest request) {
        @Nullable Long after = Address.number(cursor);
        AuditPage page = audit.page(null, after, Audit.USUAL_LIMIT);
        Map<String, @Nullable Object> model = new HashMap<>();
        model.put("entries", page.entries().stream().map(Line::of).toList());
        model.put("first", after == null ? null : ADDRESS);
        model.put(
                "next",
                page.nextCursor() == null
                        ? null
                        : Address.of(ADDRESS).with("cursor", page.nextCursor()).toString());
        return pages.page(Visit.of(operator, request), "audit", "audit", model);
    }
}
