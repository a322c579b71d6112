package com.leadrouter.signin;

import com.leadrouter.platform.CallingSource;
import com.leadrouter.platform.OperatorPaths;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.PathContainer;
import org.springframework.http.server.RequestPath;
import org.springframework.stereotype.Component;
import org.springframework.web.util.WebUtils;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/** Which requests are the operators': those of the {@link OperatorPaths}, and the console's. */
@Component
final class OperatorAddresses {

    static final String CONSOLE = "/console";
    static final String LOGIN = "/console/login";
    static final String LOGIN_STYLE = "/console/login.css";
    static final String LOGOUT = "/console/logout";

    /** Where a browser is sent on its way to an OpenID Connect provider, and comes back; Spring Security's usual ones. */
    static final String TO_PROVIDER = "/oauth2/authorization";

    private static final String TO_A_PROVIDER = TO_PROVIDER + "/*";
    private static final String FROM_A_PROVIDER = "/login/oauth2/code/*";

    private static final List<String> CONSOLES = List.of("GET /", "/console/**");
    private static final List<String> PROVIDERS = List.of(TO_A_PROVIDER, FROM_A_PROVIDER);
    private static final List<String> BEFORE_SIGNING_IN =
            List.of("GET /", "GET " + LOGIN, "GET " + LOGIN_STYLE, "GET /console/assets/**");

    /** A path and the methods that it is about; none are all. */
    private record Address(Set<String> methods, PathPattern pattern) {

        // Whoever handles GET is asked for HEAD too.
        static Address of(String text) {
            int blank = text.indexOf(' ');
            String method = text.substring(0, Math.max(0, blank));
            return new Address(
                    switch (method) {
                        case "" -> Set.of();
                        case "GET" -> Set.of("GET", "HEAD");
                        default -> Set.of(method);
                    },
                    PathPatternParser.defaultInstance.parse(text.substring(blank + 1)));
        }

        boolean isOf(String method, PathContainer path) {
            return (methods.isEmpty() || methods.contains(method)) && pattern.matches(path);
        }
    }

    private final List<Address> api;
    private final List<Address> shared;
    private final List<Address> console;
    private final List<Address> open;

    OperatorAddresses(ObjectProvider<OperatorPaths> paths, ObjectProvider<OidcSignIn> oidc) {
        List<String> providers = oidc.getIfAvailable() == null ? List.of() : PROVIDERS;
        this.api = addresses(paths.orderedStream().map(OperatorPaths::patterns));
        this.shared = addresses(paths.orderedStream().map(OperatorPaths::shared));
        this.console = addresses(Stream.of(CONSOLES, providers));
        this.open = addresses(Stream.of(BEFORE_SIGNING_IN, providers));
    }

    /** Whether nobody but an operator may send that, or somebody does so as an operator. Each lead is asked for. */
    boolean contain(HttpServletRequest request) {
        PathContainer path = pathOf(request);
        return matches(api, request, path)
                || matches(console, request, path)
                || (matches(shared, request, path) && isByAnOperator(request));
    }

    /** Whether a person is there, who is answered with pages. */
    boolean isOfConsole(HttpServletRequest request) {
        return matches(console, request, pathOf(request));
    }

    /** Whether that may be asked for by who is not signed in yet. */
    boolean isOpen(HttpServletRequest request) {
        return matches(open, request, pathOf(request));
    }

    /** Whether name and password, or a token, come along, so that no session is needed. */
    static boolean hasCredentials(HttpServletRequest request) {
        return request.getHeader(HttpHeaders.AUTHORIZATION) != null;
    }

    /** Whether somebody shows a session, be it over or not. */
    static boolean hasSession(HttpServletRequest request) {
        return WebUtils.getCookie(request, SessionConfiguration.COOKIE) != null;
    }

    private static boolean isByAnOperator(HttpServletRequest request) {
        return request.getHeader(CallingSource.HEADER) == null && (hasCredentials(request) || hasSession(request));
    }

    // As Spring MVC reads it; Spring Security's own matchers would read it anew each.
    private static PathContainer pathOf(HttpServletRequest request) {
        return RequestPath.parse(request.getRequestURI(), request.getContextPath())
                .pathWithinApplication();
    }

    private static boolean matches(List<Address> addresses, HttpServletRequest request, PathContainer path) {
        for (Address address : addresses) {
            if (address.isOf(request.getMethod(), path)) {
                return true;
            }
        }
        return false;
    }

    private static List<Address> addresses(Stream<List<String>> texts) {
        return texts.flatMap(Collection::stream).map(Address::of).toList();
    }
}
