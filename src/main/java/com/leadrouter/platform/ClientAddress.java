package com.leadrouter.platform;

import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The address from which a request comes: that of the connection, or where that is a trusted proxy's
 * ({@code lead-router.trusted-proxies}), whom the proxy has it from, and so on. Anyone can write anything into the
 * headers; what stands left of the last address that is not trusted is never looked at.
 */
@Component
public final class ClientAddress {

    private static final String FORWARDED_FOR = "X-Forwarded-For";
    private static final String FORWARDED = "Forwarded";
    private static final Pattern WITH_PORT = Pattern.compile("\\[([^]]*)](?::[0-9]*)?|([^:]*):[0-9]*");

    private static final Logger log = LoggerFactory.getLogger(ClientAddress.class);

    private final Networks trusted;
    private final AtomicBoolean warned = new AtomicBoolean();

    ClientAddress(Settings settings) {
        this.trusted = settings.bind(ProxySettings.PREFIX, ProxySettings.class).networks();
    }

    /** Where a trusted proxy says nothing that can be read, its own. */
    public InetAddress of(HttpServletRequest request) {
        InetAddress nearest = IpAddress.of(request.getRemoteAddr()).orElseGet(InetAddress::getLoopbackAddress);
        if (!isTrusted(nearest)) {
            warnOnce(request);
            return nearest;
        }
        // Few proxies write Forwarded, and those that do not pass on whatever a stranger has written there.
        return request.getHeader(FORWARDED_FOR) != null
                ? walk(nearest, request.getHeaders(FORWARDED_FOR), ClientAddress::node)
                : walk(nearest, request.getHeaders(FORWARDED), ClientAddress::sender);
    }

    /** Whether it was a trusted proxy that sent the request on, so that what it says of it counts. */
    public boolean isBehindAProxy(HttpServletRequest request) {
        return isTrusted(IpAddress.of(request.getRemoteAddr()).orElseGet(InetAddress::getLoopbackAddress));
    }

    // One element after the other, from the right, and none that a stranger may have written before the last of ours.
    private InetAddress walk(
            InetAddress proxy, Enumeration<String> lines, Function<String, Optional<InetAddress>> reading) {
        InetAddress nearest = proxy;
        for (String line : Collections.list(lines).reversed()) {
            // Also within quotes, where no address has a comma: else a stranger's opening quote would swallow what
            // follows.
            for (int end = line.length(), comma; end >= 0; end = comma) {
                comma = line.lastIndexOf(',', end - 1);
                Optional<InetAddress> before =
                        reading.apply(line.substring(comma + 1, end).strip());
                if (before.isEmpty()) {
                    return nearest;
                }
                nearest = before.get();
                if (!isTrusted(nearest)) {
                    return nearest;
                }
            }
        }
        return nearest;
    }

    // Anyone can send these headers, so that it may mean nothing: it is said once, and not of whom.
    private void warnOnce(HttpServletRequest request) {
        if ((request.getHeader(FORWARDED_FOR) != null || request.getHeader(FORWARDED) != null)
                && warned.compareAndSet(false, true)) {
            log.warn(
                    "A request brings {} or {} and is not from a trusted proxy, so the header does not count. If there is a"
                            + " proxy before this service, its network has to stand in lead-router.trusted-proxies: without"
                            + " that all visitors have one address, and share its rate limit",
                    FORWARDED_FOR,
                    FORWARDED);
        }
    }

    private boolean isTrusted(InetAddress address) {
        return trusted.contain(address);
    }

    // By hand: an expression that allows blanks everywhere takes seconds over some thousands of them.
    private static Optional<InetAddress> sender(String element) {
        for (String parameter : element.split(";")) {
            int equals = parameter.indexOf('=');
            if (equals >= 0 && parameter.substring(0, equals).strip().equalsIgnoreCase("for")) {
                return node(unquoted(parameter.substring(equals + 1).strip()));
            }
        }
        return Optional.empty();
    }

    private static String unquoted(String value) {
        int from = value.startsWith("\"") ? 1 : 0;
        int to = value.endsWith("\"") ? value.length() - 1 : value.length();
        return from < to ? value.substring(from, to).strip() : "";
    }

    private static Optional<InetAddress> node(String node) {
        Matcher withPort = WITH_PORT.matcher(node);
        if (!withPort.matches()) {
            return IpAddress.of(node);
        }
        return IpAddress.of(withPort.group(1) != null ? withPort.group(1) : withPort.group(2));
    }
}
