package com.leadrouter.operations;

import java.util.UUID;

/** How a re-sending in bulk stands that goes on in the background: how many it is about, how many are sent. */
public record RetryJob(UUID id, State state, long matched, long retried) {

    public enum State {
        RUNNING,
        DONE,
        STOPPED
    }
}
