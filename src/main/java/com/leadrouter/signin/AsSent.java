package com.leadrouter.signin;

import com.leadrouter.platform.ClientAddress;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.net.URI;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.web.util.ForwardedHeaderUtils;
import org.springframework.web.util.UriComponents;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * A request as the browser sent it, where a trusted proxy passes it on: the scheme and the host that the proxy names. What
 * stands before the service may speak plain http to it, and call it by another name.
 */
final class AsSent extends HttpServletRequestWrapper {

    private final UriComponents sent;

    private AsSent(HttpServletRequest request, UriComponents sent) {
        super(request);
        this.sent = sent;
    }

    static HttpServletRequest of(HttpServletRequest request, ClientAddress addresses) {
        if (!addresses.isBehindAProxy(request)) {
            return request;
        }
        try {
            int port = request.getServerPort();
            URI here = UriComponentsBuilder.newInstance()
                    .scheme(request.getScheme())
                    .host(request.getServerName())
                    .port(port == usualPort(request.isSecure()) ? -1 : port)
                    .build()
                    .toUri();
            return new AsSent(
                    request,
                    ForwardedHeaderUtils.adaptFromForwardedHeaders(
                                    here, new ServletServerHttpRequest(request).getHeaders())
                            .build());
        } catch (IllegalArgumentException unreadable) {
            return request;
        }
    }

    @Override
    public String getScheme() {
        return String.valueOf(sent.getScheme());
    }

    @Override
    public boolean isSecure() {
        return "https".equals(sent.getScheme());
    }

    @Override
    public String getServerName() {
        return String.valueOf(sent.getHost());
    }

    @Override
    public int getServerPort() {
        return sent.getPort() > 0 ? sent.getPort() : usualPort(isSecure());
    }

    @Override
    public StringBuffer getRequestURL() {
        return new StringBuffer(getScheme() + "://" + authority() + getRequestURI());
    }

    @Override
    public @Nullable String getHeader(String name) {
        return HttpHeaders.HOST.equalsIgnoreCase(name) ? authority() : super.getHeader(name);
    }

    @Override
    public Enumeration<String> getHeaders(String name) {
        return HttpHeaders.HOST.equalsIgnoreCase(name)
                ? Collections.enumeration(List.of(authority()))
                : super.getHeaders(name);
    }

    private String authority() {
        return getServerPort() == usualPort(isSecure()) ? getServerName() : getServerName() + ":" + getServerPort();
    }

    private static int usualPort(boolean secure) {
        return secure ? 443 : 80;
    }
}
