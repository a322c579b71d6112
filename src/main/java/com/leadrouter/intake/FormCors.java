package com.leadrouter.intake;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.leadrouter.platform.Problem;
import com.leadrouter.platform.ProblemType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.cors.CorsUtils;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets scripts of a form's pages read the answers, whatever they are and whoever gives them, and answers what browsers
 * ask before (Fetch standard, 3.3). Spring's own filter would refuse submissions too, and not in the form's words.
 */
final class FormCors extends OncePerRequestFilter {

    static final String ADDRESSES = "/forms/*";

    static final String BEFORE_THE_KEY = "/forms/";
    private static final String ONE_HOUR = "3600";

    private final PublicForms forms;
    private final ObjectMapper json;

    FormCors(PublicForms forms, ObjectMapper json) {
        this.forms = forms;
        this.json = json;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        response.addHeader(HttpHeaders.VARY, HttpHeaders.ORIGIN);
        Optional<Origin> allowed = allowedOrigin(request);
        allowed.ifPresent(origin -> {
            response.setHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origin.text());
            response.setHeader(
                    HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, "Location, Retry-After, Idempotency-Replayed");
        });
        if (!CorsUtils.isPreFlightRequest(request)) {
            chain.doFilter(request, response);
        } else if (allowed.isEmpty()) {
            // Not by sendError: what Spring then makes of the question is no problem.
            response.setStatus(HttpServletResponse.SC_FORBIDDEN);
            response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
            response.getOutputStream().write(json.writeValueAsBytes(Problem.of(ProblemType.FORBIDDEN, request)));
        } else {
            response.setHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, HttpMethod.POST.name());
            response.setHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, "Content-Type, Idempotency-Key");
            response.setHeader(HttpHeaders.ACCESS_CONTROL_MAX_AGE, ONE_HOUR);
            response.setStatus(HttpServletResponse.SC_NO_CONTENT);
        }
    }

    private Optional<Origin> allowedOrigin(HttpServletRequest request) {
        String path = request.getServletPath();
        Optional<PublicForm> form = path.startsWith(BEFORE_THE_KEY)
                ? forms.withKey(path.substring(BEFORE_THE_KEY.length()))
                : Optional.empty();
        return form.flatMap(here -> FromPage.of(request).origin().filter(here::isFor));
    }
}
