package com.leadrouter.platform;

/** What became of a call whose answer is read while it comes. */
public sealed interface Streamed<T> {

    /** A 2xx that its reader has read. */
    record Read<T>(T value) implements Streamed<T> {}

    /** There was none: another status, no answer or half of one, a call held back. */
    record Unread<T>(Exchange exchange) implements Streamed<T> {}
}
