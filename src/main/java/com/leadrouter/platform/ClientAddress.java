package com.leadrouter.platform;

import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
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
    private static final Pattern FOR = Pattern.compile("(?i)\\s*for\\s*=\\s*\"?([^\"]*)\"?\\s*");

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
        for (Optional<InetAddress> before : hops(request).reversed()) {
            if (before.isEmpty() || !isTrusted(nearest)) {
                return nearest;
            }
            nearest = before.get();
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

    // Few proxies write Forwarded, and those that do not pass on whatever a stranger has written there.
    private static List<Optional<InetAddress>> hops(HttpServletRequest request) {
        return request.getHeader(FORWARDED_FOR) != null
                ? elements(request, FORWARDED_FOR).map(ClientAddress::node).toList()
                : elements(request, FORWARDED).map(ClientAddress::sender).toList();
    }

    // Also within quotes, where no address has a comma: else a stranger's opening quote would swallow what follows.
    private static Stream<String> elements(HttpServletRequest request, String header) {
        return Collections.list(request.getHeaders(header)).stream()
                .flatMap(line -> Arrays.stream(line.split(",", -1)))
                .map(String::strip);
    }

    private static Optional<InetAddress> sender(String element) {
        return Arrays.stream(element.split(";"))
                .map(FOR::matcher)
                .filter(Matcher::matches)
                .findFirst()
                .flatMap(node -> node(node.group(1).strip()));
    }

    private static Optional<InetAddress> node(String node) {
        Matcher withPort = WITH_PORT.matcher(node);
        if (!withPort.matches()) {
            return IpAddress.of(node);
        }
        return IpAddress.of(withPort.group(1) != null ? withPort.group(1) : withPort.group(2));
    }
}
