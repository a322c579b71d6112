package com.leadrouter.kapture;

import com.leadrouter.delivery.Holds;
import com.leadrouter.lead.DestinationName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** {@link Holds} in memory, of one destination. */
final class SharedHolds implements Holds {

    private final Duration lease;
    private final List<String> told = new CopyOnWriteArrayList<>();
    private volatile Standing standing = Standing.RUNNING;

    SharedHolds(Duration lease) {
        this.lease = lease;
    }

    void stand(Standing now) {
        standing = now;
    }

    /** What calls have said of the credentials. */
    List<String> told() {
        return List.copyOf(told);
    }

    @Override
    public Standing of(DestinationName destination) {
        return standing;
    }

    @Override
    public void refused(DestinationName destination, String reason) {
        told.add("refused: " + reason);
        standing = Standing.HELD;
    }

    @Override
    public void taken(DestinationName destination, Instant askedAt) {
        told.add("taken");
        standing = Standing.RUNNING;
    }

    @Override
    public Duration lease() {
        return lease;
    }
}
