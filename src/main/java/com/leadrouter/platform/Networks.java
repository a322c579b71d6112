package com.leadrouter.platform;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.catalina.util.NetMask;

/** Networks as they are configured, such as 10.0.0.0/8. */
public record Networks(List<NetMask> networks) {

    public Networks {
        networks = List.copyOf(networks);
    }

    /** Reads a configured list; what is no network is refused as an element of the setting {@code key}. */
    public static Networks configured(String key, List<String> networks) {
        return new Networks(IntStream.range(0, networks.size())
                .mapToObj(i -> network(networks.get(i).strip())
                        .orElseThrow(() -> new InvalidSetting(
                                key + "[" + i + "]", "must be a network such as 10.0.0.0/8 or fd00::/8")))
                .toList());
    }

    public boolean isEmpty() {
        return networks.isEmpty();
    }

    public boolean contain(InetAddress address) {
        return networks.stream().anyMatch(network -> network.matches(address));
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
