package com.leadrouter.platform;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.web.servlet.error.ErrorController;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.PathContainer;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Answers with a {@link Problem}, or the page that says the same, where a filter or the container refuses a request that
 * Spring MVC has not seen.
 */
@RestController
final class ContainerProblems implements ErrorController {

    private static final Logger log = LoggerFactory.getLogger(ContainerProblems.class);

    private final ObjectProvider<RequestMappingHandlerMapping> mappings;
    private final ObjectProvider<ProblemPages> pages;

    // Asked for when it is needed: while it is made it looks at this class.
    ContainerProblems(ObjectProvider<RequestMappingHandlerMapping> mappings, ObjectProvider<ProblemPages> pages) {
        this.mappings = mappings;
        this.pages = pages;
    }

    @RequestMapping("${server.error.path:/error}")
    ResponseEntity<?> problem(HttpServletRequest request, HttpServletResponse response) {
        // Without a status somebody asks for the error page itself.
        ProblemType type = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer status
                ? ProblemType.of(status)
                : ProblemType.NOT_FOUND;
        if (type == ProblemType.INTERNAL_ERROR
                && request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) instanceof Throwable failure) {
            log.error("Answered 500", WithoutMessages.of(failure));
        }
        if (request.getMethod().equals(HttpMethod.TRACE.name())) {
            return refusedTrace(request, response);
        }
        ResponseEntity<Problem> answer = Problem.of(type, request).answer();
        return pages.orderedStream()
                .flatMap(here -> here.inPlaceOf(answer, request).stream())
                .findFirst()
                .orElse(answer);
    }

    // Tomcat refuses it and names methods of its own invention.
    private ResponseEntity<Problem> refusedTrace(HttpServletRequest request, HttpServletResponse response) {
        PathContainer path =
                PathContainer.parsePath(String.valueOf(request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI)));
        String methods = mappings.stream()
                .flatMap(mapping -> mapping.getHandlerMethods().keySet().stream())
                .filter(mapped -> mapped.getPathPatternsCondition() != null
                        && mapped.getPathPatternsCondition().getPatterns().stream()
                                .anyMatch(pattern -> pattern.matches(path)))
                .flatMap(mapped -> mapped.getMethodsCondition().getMethods().stream())
                .map(RequestMethod::name)
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
        response.setHeader(HttpHeaders.ALLOW, methods);
        return Problem.of(ProblemType.METHOD_NOT_ALLOWED, request).answer();
    }
}
