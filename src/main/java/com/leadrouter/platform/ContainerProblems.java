package com.leadrouter.platform;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.servlet.error.ErrorController;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Answers with a {@link Problem} where a filter or the container refuses a request that Spring MVC has not seen. */
@RestController
final class ContainerProblems implements ErrorController {

    private static final Logger log = LoggerFactory.getLogger(ContainerProblems.class);

    @RequestMapping("${server.error.path:/error}")
    ResponseEntity<Problem> problem(HttpServletRequest request) {
        // Without a status somebody asks for the error page itself.
        ProblemType type = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer status
                ? ProblemType.of(status)
                : ProblemType.NOT_FOUND;
        if (type == ProblemType.INTERNAL_ERROR
                && request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) instanceof Throwable failure) {
            log.error("Answered 500", WithoutMessages.of(failure));
        }
        return Problem.of(type, request).answer();
    }
}
