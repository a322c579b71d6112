package com.leadrouter.standin;

import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** What the two stand-ins have in common: an address, switches, and a memory of all that came in. */
public abstract sealed class StandIn implements AutoCloseable permits CapStandIn, KaptureStandIn {

    private final Calls calls = new Calls(Clock.systemUTC());
    private final Faults faults = new Faults();
    private final HttpPort http;

    StandIn(int port, Partner partner) {
        Reception reception = new Reception(partner, calls, faults);
        Controls controls = new Controls(partner, calls, faults);
        http = new HttpPort(port, request -> answer(reception, controls, request));
    }

    private Optional<Answer> answer(Reception reception, Controls controls, Inbound request) {
        try {
            return Controls.owns(request) ? Optional.of(controls.answer(request)) : reception.handle(request);
        } catch (RuntimeException bug) {
            calls.broken(bug);
            return Optional.of(Answer.of(500, bug.toString(), "text/plain"));
        }
    }

    public URI baseUrl() {
        return http.address();
    }

    public Faults faults() {
        return faults;
    }

    public Calls calls() {
        return calls;
    }

    /** Requests seen, disturbed ones included. */
    public int requests() {
        return calls.seen();
    }

    /** Requests taken in for real: CAP's submissions, Kapture's Adds and Updates. */
    public int accepted() {
        return calls.accepted();
    }

    /** What the sender did against the contract, in words; a test asserts that it is empty. */
    public List<String> contractViolations() {
        return calls.violations();
    }

    /** How many calls arrived while another one for the same lead (CAP) or person (Kapture) was being handled. */
    public int overlaps() {
        return calls.overlaps();
    }

    /** Clears the switches and forgets everything that came in. */
    public void reset() {
        faults.clear();
        calls.forget();
    }

    @Override
    public void close() {
        faults.close();
        http.close();
    }
}
