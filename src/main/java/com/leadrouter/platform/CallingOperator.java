package com.leadrouter.platform;

/**
 * The operator who is signed in, and whether he may act or only look; as argument of a controller's method at an address of
 * {@link OperatorPaths} it is resolved. What only an operator may do who may act, the address's door has looked at before.
 */
public record CallingOperator(String name, boolean mayAct) implements Caller {

    /** One who may act. */
    public CallingOperator(String name) {
        this(name, true);
    }
}
