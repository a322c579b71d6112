package com.leadrouter.standin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.Set;

/** What the two outside systems differ in. */
interface Partner {

    String name();

    Set<String> operations();

    /** A documented answer that can be planted, for the help text. */
    String sampleExample();

    /** Reads and checks; changes nothing. */
    Visit receive(Inbound request);

    /** What an undisturbed fault of this status looks like, empty where the contract is silent. */
    String errorBody(int status);

    /** Answers a page of its own below {@code /stand-in}; mistakes in its parameters are IllegalArgumentExceptions. */
    default Optional<Answer> control(Inbound request) {
        return Optional.empty();
    }

    /** Commands for those pages. */
    default String ownHelp() {
        return "";
    }

    /** Adds what it remembers to the state shown to a person. */
    void describe(ObjectNode state);
}
