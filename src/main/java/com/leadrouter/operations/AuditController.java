package com.leadrouter.operations;

import com.leadrouter.platform.CallingOperator;
import com.leadrouter.platform.Problem;
import com.leadrouter.platform.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /api/v1/audit}: what operators have done. */
@RestController
final class AuditController {

    private static final Pattern CURSOR = Pattern.compile("[0-9]{1,18}");
    private static final Pattern LIMIT = Pattern.compile("[0-9]{1,9}");
    private static final int LONGEST_TARGET = 100;

    private final Audit audit;

    AuditController(Audit audit) {
        this.audit = audit;
    }

    @GetMapping(path = "/api/v1/audit", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<?> audit(
            CallingOperator operator,
            @RequestParam(required = false) @Nullable String target,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable String limit,
            HttpServletRequest request) {
        if (target != null
                && (target.length() > LONGEST_TARGET || target.chars().anyMatch(Character::isISOControl))) {
            return malformed(
                    "target has at most " + LONGEST_TARGET + " characters, none a control character.", request);
        }
        @Nullable String before = given(cursor);
        @Nullable String number = given(limit);
        if (before != null && !CURSOR.matcher(before).matches()) {
            return malformed("cursor is the nextCursor of the page before.", request);
        }
        int most = number == null ? Audit.USUAL_LIMIT : LIMIT.matcher(number).matches() ? Integer.parseInt(number) : 0;
        if (most < 1 || most > Audit.LARGEST_LIMIT) {
            return malformed("limit is a number from 1 to " + Audit.LARGEST_LIMIT + ".", request);
        }
        return ResponseEntity.ok(audit.page(given(target), before == null ? null : Long.valueOf(before), most));
    }

    // As with a search, a blank one is an absent one.
    private static @Nullable String given(@Nullable String parameter) {
        return parameter == null || parameter.isBlank() ? null : parameter.strip();
    }

    private static ResponseEntity<?> malformed(String detail, HttpServletRequest request) {
        return Problem.of(ProblemType.MALFORMED_REQUEST, detail, request).answer();
    }
}
