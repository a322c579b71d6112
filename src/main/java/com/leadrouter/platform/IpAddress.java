package com.leadrouter.platform;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import org.apache.hc.core5.net.InetAddressUtils;
import org.apache.tomcat.util.net.IPv6Utils;

/** Reads and writes IP addresses; no name is ever looked up. */
public final class IpAddress {

    private IpAddress() {}

    /** The address that is written there; an IPv4 address in the clothes of IPv6 is the IPv4 address that it is. */
    static Optional<InetAddress> of(String text) {
        int zone = text.indexOf('%'); // of an interface of this machine
        String address = zone < 0 ? text : text.substring(0, zone);
        if (!InetAddressUtils.isIPv4(address)
                && !InetAddressUtils.isIPv6(address)
                && !InetAddressUtils.isIPv4MappedIPv6(address)) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(address));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    /** As RFC 5952 writes it: {@code 2001:db8::7}. */
    public static String text(InetAddress address) {
        return IPv6Utils.canonize(address.getHostAddress());
    }
}
