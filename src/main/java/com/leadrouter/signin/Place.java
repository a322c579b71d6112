package com.leadrouter.signin;

import java.util.Optional;

/**
 * Where a sign-in comes from: from a device on which that operator has signed in before, or else from an address. Of
 * addresses of version 6 the network counts, since one person has billions of them.
 */
record Place(String address, Optional<String> device) {

    /** What tries of one are counted under. */
    String who(String name) {
        return device.map(known -> "device " + known).orElse("address " + address) + " " + name;
    }

    @Override
    public String toString() {
        return "Place[…]";
    }
}
