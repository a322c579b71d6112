package com.leadrouter.console;

import com.leadrouter.platform.CallingOperator;
import com.leadrouter.platform.FailedRequest;
import com.leadrouter.platform.ProblemType;
import com.leadrouter.platform.TooManyReaders;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;

/** Tells an operator in words, on a page with a way back, what a program is told with a problem. */
@ControllerAdvice(basePackageClasses = ConsoleProblems.class)
@Order(Ordered.HIGHEST_PRECEDENCE)
final class ConsoleProblems {

    private final Pages pages;

    ConsoleProblems(Pages pages) {
        this.pages = pages;
    }

    @ExceptionHandler
    ResponseEntity<String> noSuchId(
            MethodArgumentTypeMismatchException mismatch, CallingOperator operator, HttpServletRequest request) {
        return pages.notFound(Visit.of(operator, request));
    }

    @ExceptionHandler
    ResponseEntity<String> tooBroad(
            QueryTimeoutException timeout, CallingOperator operator, HttpServletRequest request) {
        return pages.problem(HttpStatus.BAD_REQUEST, Visit.of(operator, request), "too-broad");
    }

    @ExceptionHandler
    ResponseEntity<String> tooManyReaders(TooManyReaders others, CallingOperator operator, HttpServletRequest request) {
        return pages.problem(HttpStatus.SERVICE_UNAVAILABLE, Visit.of(operator, request), "busy");
    }

    @ExceptionHandler
    ResponseEntity<String> anythingElse(Throwable failure, CallingOperator operator, HttpServletRequest request) {
        Visit visit = Visit.of(operator, request);
        if (failure instanceof ErrorResponse refused
                && refused.getStatusCode().is4xxClientError()
                && HttpStatus.resolve(refused.getStatusCode().value()) instanceof HttpStatus status) {
            return pages.problem(status, visit, status == HttpStatus.NOT_FOUND ? "not-found" : "malformed");
        }
        boolean away = FailedRequest.typeOf(failure) == ProblemType.UNAVAILABLE;
        return FailedRequest.answer(
                failure,
                request,
                problem -> pages.problem(
                        away ? HttpStatus.SERVICE_UNAVAILABLE : HttpStatus.INTERNAL_SERVER_ERROR,
                        visit,
                        away ? "unavailable" : "internal"));
    }
}
