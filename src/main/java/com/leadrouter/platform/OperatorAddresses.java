package com.leadrouter.platform;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.PathContainer;
import org.springframework.http.server.RequestPath;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * Tells the requests that only operators may make, by the {@link OperatorPaths}. Every lead passes here, so that the path is
 * parsed once, and as Spring MVC does it.
 */
final class OperatorAddresses implements RequestMatcher {

    /** A path, and with which methods it is meant; with none it is all of them. */
    private record Address(Set<String> methods, PathPattern path) {

        static Address of(String pattern) {
            int blank = pattern.indexOf(' ');
            return new Address(
                    methods(pattern.substring(0, Math.max(0, blank))),
                    PathPatternParser.defaultInstance.parse(pattern.substring(blank + 1)));
        }

        private static Set<String> methods(String method) {
            return switch (method) {
                case "" -> Set.of();
                case "GET" -> Set.of("GET", "HEAD");
                default -> Set.of(method);
            };
        }

        boolean matches(String method, PathContainer path) {
            return (methods.isEmpty() || methods.contains(method)) && this.path.matches(path);
        }
    }

    private final List<Address> theirs;
    private final List<Address> shared;

    OperatorAddresses(Stream<OperatorPaths> paths) {
        List<OperatorPaths> all = paths.toList();
        this.theirs = all.stream()
                .flatMap(some -> some.patterns().stream())
                .map(Address::of)
                .toList();
        this.shared = all.stream()
                .flatMap(some -> some.shared().stream())
                .map(Address::of)
                .toList();
    }

    @Override
    public boolean matches(HttpServletRequest request) {
        PathContainer path = RequestPath.parse(request.getRequestURI(), request.getContextPath())
                .pathWithinApplication();
        return isAmong(theirs, request, path) || (isSignedIn(request) && isAmong(shared, request, path));
    }

    private static boolean isAmong(List<Address> addresses, HttpServletRequest request, PathContainer path) {
        return addresses.stream().anyMatch(address -> address.matches(request.getMethod(), path));
    }

    // Who has a key is asked for no password, and who has nothing is told that a key is missing.
    private static boolean isSignedIn(HttpServletRequest request) {
        return request.getHeader(CallingSourceResolver.HEADER) == null
                && (request.getHeader(HttpHeaders.AUTHORIZATION) != null
                        || request.getHeader(HttpHeaders.COOKIE) != null);
    }
}
