package com.leadrouter.platform;

import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringBootExceptionReporter;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.util.PlaceholderResolutionException;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** Tells why the service cannot start in one line, where that line is enough to mend it. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class StartFailureReporter implements SpringBootExceptionReporter {

    private static final Logger log = LoggerFactory.getLogger(StartFailureReporter.class);

    private final @Nullable ConfigurableApplicationContext context;

    /** Without a context where the start failed before there was one. */
    StartFailureReporter(@Nullable ConfigurableApplicationContext context) {
        this.context = context;
    }

    @Override
    public boolean reportException(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .flatMap(cause -> line(cause).stream())
                .findFirst()
                .map(line -> {
                    log.error("Cannot start: {}", line);
                    return true;
                })
                .orElse(false);
    }

    // Never the value, nor a library's message, which may repeat it: it may be a secret.
    private Optional<String> line(Throwable cause) {
        return Optional.ofNullable(
                switch (cause) {
                    case CannotStart ours -> ours.getMessage();
                    case BindException unreadable ->
                        Settings.refusal(unreadable).getMessage();
                    case InvalidConfigurationPropertyValueException wrong -> wrong.getName() + ": is not readable";
                    case PlaceholderResolutionException unset ->
                        keyWith(unset.getPlaceholder()) + "placeholder " + unset.getPlaceholder() + " has no value";
                    case PortInUseException taken ->
                        "server.port or management.server.port: port " + taken.getPort() + " is in use";
                    case MarkedYAMLException broken -> "a configuration file is no YAML" + place(broken);
                    default -> null;
                });
    }

    // Whoever failed at it knows its value, not its key.
    private String keyWith(String placeholder) {
        if (context == null) {
            return "";
        }
        return context.getEnvironment().getPropertySources().stream()
                .filter(EnumerablePropertySource.class::isInstance)
                .map(source -> (EnumerablePropertySource<?>) source)
                .flatMap(source -> Stream.of(source.getPropertyNames())
                        .filter(key -> String.valueOf(source.getProperty(key)).contains("${" + placeholder)))
                .findFirst()
                .map(key -> key + ": ")
                .orElse("");
    }

    private static String place(MarkedYAMLException broken) {
        Mark mark = broken.getProblemMark();
        return mark == null ? "" : ", line " + (mark.getLine() + 1) + ", column " + (mark.getColumn() + 1);
    }
}
