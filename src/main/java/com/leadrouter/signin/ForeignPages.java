package com.leadrouter.signin;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses what a page of somebody else has an operator's browser do: it adds the name and the password that it knows, or
 * the session, to whatever any page has it send. Browsers say where a page is from; whoever says nothing of it is no browser.
 */
final class ForeignPages extends OncePerRequestFilter {

    private static final Set<String> LOOKING = Set.of("GET", "HEAD", "OPTIONS");
    private static final Set<String> OUR_OWN = Set.of("same-origin", "none");
    private static final Pattern ORIGIN = Pattern.compile("(https?)://([^/?#@\\s]+)");

    private final OperatorRefusals refusals;

    ForeignPages(OperatorRefusals refusals) {
        this.refusals = refusals;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (LOOKING.contains(request.getMethod()) || !isForeign(request)) {
            chain.doFilter(request, response);
        } else {
            refusals.refuse(Refusal.FOREIGN_PAGE, request, response);
        }
    }

    private static boolean isForeign(HttpServletRequest request) {
        @Nullable String host = request.getHeader(HttpHeaders.HOST);
        return !Collections.list(request.getHeaders("Sec-Fetch-Site")).stream().allMatch(OUR_OWN::contains)
                || !Collections.list(request.getHeaders(HttpHeaders.ORIGIN)).stream()
                        .allMatch(origin -> isOf(host, origin));
    }

    // The scheme is not compared: before a proxy it is another one.
    static boolean isOf(@Nullable String host, String origin) {
        Matcher written = ORIGIN.matcher(origin.toLowerCase(Locale.ROOT));
        return host != null
                && written.matches()
                && withoutUsualPort(written.group(1), written.group(2))
                        .equals(withoutUsualPort(written.group(1), host.toLowerCase(Locale.ROOT)));
    }

    private static String withoutUsualPort(String scheme, String authority) {
        String usual = scheme.equals("https") ? ":443" : ":80";
        return authority.endsWith(usual) ? authority.substring(0, authority.length() - usual.length()) : authority;
    }
}
