package com.leadrouter.platform;

import com.fasterxml.jackson.databind.json.JsonMapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.http.server.ServletServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.DefaultCorsProcessor;
import org.springframework.web.servlet.handler.AbstractHandlerMapping;

/**
 * Answers a browser's question whether a foreign page may call us with a {@link Problem}. Spring says it in plain text, or
 * fails over an origin that it cannot read.
 */
@Component
final class RefusedOrigins extends DefaultCorsProcessor {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    RefusedOrigins(List<AbstractHandlerMapping> mappings) {
        mappings.forEach(mapping -> mapping.setCorsProcessor(this));
    }

    @Override
    public boolean processRequest(
            @Nullable CorsConfiguration configuration, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        try {
            return super.processRequest(configuration, request, response);
        } catch (IllegalArgumentException | IllegalStateException unreadable) {
            rejectRequest(new ServletServerHttpResponse(response));
            return false;
        }
    }

    @Override
    protected void rejectRequest(ServerHttpResponse response) throws IOException {
        ProblemType type = ProblemType.FORBIDDEN;
        response.setStatusCode(HttpStatusCode.valueOf(type.status()));
        response.getHeaders().setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        response.getBody().write(JSON.writeValueAsBytes(Problem.withoutPath(type)));
        response.flush();
    }
}
