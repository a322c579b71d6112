package com.leadrouter.platform;

import com.fasterxml.jackson.databind.json.JsonMapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;

/** Answers with a {@link Problem} where somebody is not let in as an operator, or may not do what he asks for. */
final class OperatorRefusals implements AuthenticationEntryPoint, AccessDeniedHandler {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String CHALLENGE = "Basic realm=\"lead-router\", charset=\"UTF-8\"";

    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException refused)
            throws IOException {
        if (refused instanceof AuthenticationServiceException) {
            write(Problem.of(ProblemType.UNAVAILABLE, request).answer(), response);
            return;
        }
        HttpHeaders headers = new HttpHeaders();
        headers.set(HttpHeaders.WWW_AUTHENTICATE, CHALLENGE);
        write(
                Problem.of(ProblemType.UNAUTHORIZED, "An operator's name and password are needed here.", request)
                        .answer(headers),
                response);
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException refused)
            throws IOException {
        write(
                Problem.of(ProblemType.FORBIDDEN, "A viewer may look, not act.", request)
                        .answer(),
                response);
    }

    static void write(ResponseEntity<Problem> answer, HttpServletResponse response) throws IOException {
        response.setStatus(answer.getStatusCode().value());
        answer.getHeaders().forEach((name, values) -> response.setHeader(name, String.join(", ", values)));
        response.getOutputStream().write(JSON.writeValueAsBytes(answer.getBody()));
    }
}
