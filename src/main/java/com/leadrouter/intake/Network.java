package com.leadrouter.intake;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;

/** The addresses that are one visitor's as far as we can tell: an IPv4 address, or an IPv6 network of 64 bits. */
record Network(boolean isIpv4, long prefix) {

    static Network of(InetAddress address) {
        ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
        return address instanceof Inet4Address
                ? new Network(true, bytes.getInt())
                : new Network(false, bytes.getLong());
    }

    // An address is personal data.
    @Override
    public String toString() {
        return "Network[…]";
    }
}
