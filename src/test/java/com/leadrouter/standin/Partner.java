package com.leadrouter.standin;

import com.fasterxml.jackson.databind.node.ObjectNode;
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

    /** Adds what it remembers to the state shown to a person. */
    void describe(ObjectNode state);
}
