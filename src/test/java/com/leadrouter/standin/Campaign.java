package com.leadrouter.standin;

/** What CAP has on file for one campaign; one it was not told of is active and asks for nothing. */
public record Campaign(State state, boolean phoneRequired, boolean postcodeRequired, boolean addressRefused) {

    /** CAP contract, section 7, rows 3 to 6. */
    public enum State {
        ACTIVE,
        UNKNOWN,
        NOT_STARTED,
        ENDED,
        INACTIVE
    }

    public static Campaign active() {
        return in(State.ACTIVE);
    }

    public static Campaign in(State state) {
        return new Campaign(state, false, false, false);
    }

    public Campaign requiringPhone() {
        return new Campaign(state, true, postcodeRequired, addressRefused);
    }

    public Campaign requiringPostcode() {
        return new Campaign(state, phoneRequired, true, false);
    }

    public Campaign refusingAddress() {
        return new Campaign(state, phoneRequired, false, true);
    }
}
