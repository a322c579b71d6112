package com.leadrouter.platform;

/**
 * Who reads what a source and an operator may both read; as argument of a controller's method at such an address (the
 * shared ones of {@link OperatorPaths}) it is resolved, or refused with 401. Who sends an API key is a source.
 */
public sealed interface Caller permits CallingSource, CallingOperator {}
