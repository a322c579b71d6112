package com.leadrouter.platform;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.springframework.http.ResponseEntity;

/** Tells a person in words what a filter or the container tells a program with a {@link Problem}. */
@FunctionalInterface
public interface ProblemPages {

    /** The page that says the same, where this is a request for pages; {@code request} is that of the error dispatch. */
    Optional<ResponseEntity<?>> inPlaceOf(ResponseEntity<Problem> answer, HttpServletRequest request);
}
