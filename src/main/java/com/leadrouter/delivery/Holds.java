package com.leadrouter.delivery;

import com.leadrouter.lead.DestinationName;
import java.time.Duration;
import java.time.Instant;

/**
 * Whether destinations are stopped, for whoever calls one beside its deliveries, and to say what such a call tells of
 * the credentials. All replicas share it; what another one has done is known a second later.
 */
public interface Holds {

    /** A destination may be paused and held at once; then it is paused. */
    enum Standing {
        RUNNING,
        HELD,
        PAUSED
    }

    Standing of(DestinationName destination);

    /** The destination refuses the credentials of its deliveries: it is held. */
    void refused(DestinationName destination, String reason);

    /** It took them in a call made at that moment of the database's clock: a hold that began before is released. */
    void taken(DestinationName destination, Instant askedAt);

    /** How long what a replica has claimed belongs to it without a sign of life. */
    Duration lease();
}
