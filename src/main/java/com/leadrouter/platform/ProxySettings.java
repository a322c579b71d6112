package com.leadrouter.platform;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.catalina.util.NetMask;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** The proxies whose forwarded headers count, as networks such as 10.0.0.0/8: {@code lead-router.trusted-proxies}. */
record ProxySettings(@DefaultValue List<String> trustedProxies) {

    static final String PREFIX = "lead-router";

    ProxySettings {
        trustedProxies = List.copyOf(trustedProxies);
        networksOf(trustedProxies);
    }

    List<NetMask> networks() {
        return networksOf(trustedProxies);
    }

    private static List<NetMask> networksOf(List<String> networks) {
        return IntStream.range(0, networks.size())
                .mapToObj(i -> network(networks.get(i).strip())
                        .orElseThrow(() -> new InvalidSetting(
                                "trusted-proxies[" + i + "]", "must be a network such as 10.0.0.0/8 or fd00::/8")))
                .toList();
    }

    private static Optional<NetMask> network(String network) {
        // The mask would look a name up.
        if (IpAddress.of(network.split("/", 2)[0]).isEmpty() || network.indexOf('%') >= 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(new NetMask(network));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
