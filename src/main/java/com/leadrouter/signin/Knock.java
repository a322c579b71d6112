package com.leadrouter.signin;

import java.util.Optional;

/** What a sign-in brings along beside name and password: the address it comes from, and what its device shows. */
record Knock(String address, Optional<String> shown, KnownDevices devices) {

    /** Where it comes from, as it is counted for somebody of that name. */
    Place placeOf(String name) {
        return new Place(address, shown.flatMap(value -> devices.knownTo(name, value)));
    }

    @Override
    public String toString() {
        return "Knock[…]";
    }
}
