package com.leadrouter.platform;

import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringBootExceptionReporter;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Tells why the service cannot start in one line, where that line is enough to mend it. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class StartFailureReporter implements SpringBootExceptionReporter {

    private static final Logger log = LoggerFactory.getLogger(StartFailureReporter.class);

    @Override
    public boolean reportException(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .filter(cause -> cause instanceof CannotStart || cause instanceof BindException)
                .findFirst()
                .map(cause -> cause instanceof BindException unreadable ? Settings.refusal(unreadable) : cause)
                .map(cause -> {
                    log.error("Cannot start: {}", cause.getMessage());
                    return true;
                })
                .orElse(false);
    }
}
