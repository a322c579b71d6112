package com.leadrouter.platform;

/** The source whose API key came with the request; as argument of a controller's method it is resolved, or refused with 401. */
public record CallingSource(String name) implements Caller {

    /** The header that a key comes in. */
    public static final String HEADER = "X-API-Key";
}
