package com.leadrouter.operations;

import com.leadrouter.operations.LeadQuery.Reading.Malformed;
import com.leadrouter.operations.LeadQuery.Reading.Read;
import com.leadrouter.operations.LeadSearch.Answer.Found;
import com.leadrouter.operations.LeadSearch.Answer.TooBroad;
import com.leadrouter.platform.CallingOperator;
import com.leadrouter.platform.Problem;
import com.leadrouter.platform.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /api/v1/leads} and {@code /api/v1/leads.csv}: the leads, searched, as a page or as a table of all that match. */
@RestController
final class SearchController {

    private final LeadSearch search;
    private final LeadTable table;

    SearchController(LeadSearch search, LeadTable table) {
        this.search = search;
        this.table = table;
    }

    @GetMapping(path = "/api/v1/leads", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<?> search(
            CallingOperator operator, @RequestParam Map<String, String> parameters, HttpServletRequest request) {
        return switch (LeadQuery.read(parameters)) {
            case Read(LeadQuery query) ->
                switch (search.search(query)) {
                    case Found(LeadPage page) -> ResponseEntity.ok(page);
                    case TooBroad tooBroad ->
                        Problem.of(ProblemType.SEARCH_TOO_BROAD, request).answer();
                };
            case Malformed malformed -> malformed(malformed, request);
        };
    }

    // Written here and not by Spring, which would have another thread do it for half a minute at most.
    @GetMapping(path = "/api/v1/leads.csv", produces = LeadTable.MEDIA_TYPE)
    @Nullable ResponseEntity<?> table(
            CallingOperator operator,
            @RequestParam Map<String, String> parameters,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        switch (LeadQuery.read(parameters)) {
            case Read(LeadQuery query) -> {
                return request.getMethod().equals(HttpMethod.HEAD.name())
                        ? begun(response)
                        : written(query, request, response);
            }
            case Malformed malformed -> {
                return malformed(malformed, request);
            }
        }
    }

    private @Nullable ResponseEntity<?> written(
            LeadQuery query, HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            table.write(query, () -> {
                begun(response);
                return response.getOutputStream();
            });
            return null;
        } catch (QueryTimeoutException e) {
            if (response.isCommitted()) {
                throw e;
            }
            return Problem.of(ProblemType.SEARCH_TOO_BROAD, request).answer();
        }
    }

    // Not before: a problem is no file to be saved.
    private static @Nullable ResponseEntity<?> begun(HttpServletResponse response) {
        response.setContentType(LeadTable.MEDIA_TYPE);
        response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"leads.csv\"");
        return null;
    }

    private static ResponseEntity<?> malformed(Malformed malformed, HttpServletRequest request) {
        return Problem.of(ProblemType.MALFORMED_REQUEST, malformed.rule(), request)
                .answer();
    }
}
