package com.leadrouter.console;

import com.leadrouter.delivery.Holds;
import com.leadrouter.operations.Attention;
import com.leadrouter.operations.BulkRetries;
import com.leadrouter.operations.RetryJob;
import com.leadrouter.platform.CallingOperator;
import jakarta.servlet.http.HttpServletRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** {@code /console/attention}: what waits for a person, and re-sending all of a group after it has been counted. */
@Controller
@RequestMapping("/console/attention")
final class AttentionPages {

    private static final String HERE = "attention";
    private static final String ADDRESS = "/console/attention";
    private static final String JOBS = ADDRESS + "/jobs/";
    private static final int MOST_AT_ONCE = 1000;

    private final Pages pages;
    private final Attention attention;
    private final BulkRetries retries;
    private final Holds holds;

    AttentionPages(Pages pages, Attention attention, BulkRetries retries, Holds holds) {
        this.pages = pages;
        this.attention = attention;
        this.retries = retries;
        this.holds = holds;
    }

    @GetMapping
    ResponseEntity<String> attention(CallingOperator operator, HttpServletRequest request) {
        List<Trouble.Kind> kinds = attention.groups().stream()
                .map(group -> Trouble.of(group, holds.of(group.destination()) != Holds.Standing.RUNNING))
                .collect(Collectors.groupingBy(Trouble::kind, LinkedHashMap::new, Collectors.toList()))
                .entrySet()
                .stream()
                .map(kind -> new Trouble.Kind(kind.getKey(), kind.getValue()))
                .toList();
        return pages.page(
                Visit.of(operator, request), HERE, "attention", Map.of("kinds", kinds, "jobs", retries.running()));
    }

    @GetMapping("/resend")
    ResponseEntity<String> ask(
            CallingOperator operator, @RequestParam Map<String, String> sent, HttpServletRequest request) {
        Visit visit = Visit.of(operator, request);
        return Resend.filter(sent)
                .map(filter -> {
                    long matched = retries.dryRun(filter).matched();
                    return pages.ask(visit, HERE, question(visit, sent, matched));
                })
                .orElseGet(() -> pages.problem(HttpStatus.BAD_REQUEST, visit, "malformed"));
    }

    private Confirmation question(Visit visit, Map<String, String> sent, long matched) {
        String destination = sent.getOrDefault("destination", "");
        String counted = pages.text(visit, "console.bulk.counted", matched);
        return new Confirmation(
                        pages.text(visit, "console.bulk.ask", matched, destination),
                        matched > MOST_AT_ONCE
                                ? List.of(counted, pages.text(visit, "console.bulk.job"))
                                : List.of(counted),
                        pages.text(visit, "console.bulk.do", matched),
                        true,
                        Resend.ADDRESS,
                        ADDRESS)
                .with(Resend.given(sent));
    }

    @PostMapping("/resend")
    ResponseEntity<String> resend(
            CallingOperator operator, @RequestParam Map<String, String> sent, HttpServletRequest request) {
        Visit visit = Visit.of(operator, request);
        return Resend.filter(sent)
                .map(filter -> retries.retry(filter, operator, Address.given(sent.get("reason"))))
                .map(result -> Pages.seeOther(
                        result.jobId() == null
                                ? ADDRESS + "?done=bulk&count=" + result.retried()
                                : JOBS + result.jobId()))
                .orElseGet(() -> pages.problem(HttpStatus.BAD_REQUEST, visit, "malformed"));
    }

    @GetMapping("/jobs/{id}")
    ResponseEntity<String> job(CallingOperator operator, @PathVariable UUID id, HttpServletRequest request) {
        Visit visit = Visit.of(operator, request);
        return retries.job(id)
                .map(job -> pages.page(
                        visit,
                        HERE,
                        "job",
                        Map.of("job", job, "running", job.state() == RetryJob.State.RUNNING, "address", JOBS + id)))
                .orElseGet(() -> pages.notFound(visit));
    }

    @PostMapping("/jobs/{id}/stop")
    ResponseEntity<String> stop(
            CallingOperator operator,
            @PathVariable UUID id,
            @RequestParam(required = false) @Nullable String reason,
            HttpServletRequest request) {
        Visit visit = Visit.of(operator, request);
        return retries.stop(id, operator, Address.given(reason))
                .map(job -> Pages.seeOther(JOBS + id + "?done=stopped"))
                .orElseGet(() -> pages.notFound(visit));
    }
}
