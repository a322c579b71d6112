package com.leadrouter.platform;

/**
 * The operator who signed in with the request; as argument of a controller's method at an address of {@link OperatorPaths}
 * it is resolved. What only an operator may do who may act, the address's door has looked at before.
 */
public record CallingOperator(String name) implements Caller {}
