package com.leadrouter.console;

import com.leadrouter.platform.CallingOperator;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** Whatever else somebody looks for below {@code /console}. */
@Controller
final class NoSuchPage {

    private final Pages pages;

    NoSuchPage(Pages pages) {
        this.pages = pages;
    }

    @GetMapping("/console/{*page}")
    ResponseEntity<String> notFound(CallingOperator operator, HttpServletRequest request) {
        return pages.notFound(Visit.of(operator, request));
    }
}
