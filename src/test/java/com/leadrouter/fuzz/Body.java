package com.leadrouter.fuzz;

/** The body of a request with so many leads, good or bad; {@link #UNKNOWN} where it may be any number. */
record Body(byte[] bytes, int leads) {

    static final int UNKNOWN = -1;
}
