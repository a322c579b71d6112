package com.leadrouter.platform;

/**
 * Who calls where sources and operators may; as argument of a controller's method it is resolved, or refused with 401. The
 * address has to be a shared one of the {@link OperatorPaths}; a key that came along decides.
 */
public sealed interface Caller permits CallingSource, CallingOperator {

    String name();
}
