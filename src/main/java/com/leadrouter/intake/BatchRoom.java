package com.leadrouter.intake;

import com.leadrouter.platform.CallingSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Lets in one batch of each source at a time, and as many together as the heap holds, from a batch's first byte to the
 * last of its answer. Whoever is slow with either is cut by {@link com.leadrouter.platform.PromptRequests}.
 */
@Component
final class BatchRoom {

    // A batch of 8 MiB, the leads of one group on their way into the database, and what all others need meanwhile.
    private static final long HEAP_PER_BATCH = 64 * 1024 * 1024;

    private static final int FEWEST_AT_ONCE = 2;

    // Each has a connection of the pool for its own while it writes; leads that come alone need them too.
    private static final int MOST_AT_ONCE = 8;

    private final Semaphore places;
    private final Set<CallingSource> inside = ConcurrentHashMap.newKeySet();

    @Autowired
    BatchRoom() {
        this(Runtime.getRuntime().maxMemory());
    }

    BatchRoom(long heapBytes) {
        this.places = new Semaphore(Math.clamp(heapBytes / HEAP_PER_BATCH, FEWEST_AT_ONCE, MOST_AT_ONCE));
    }

    /** False, at once, where a batch of this source is inside, or there is no place. Who is let in has to leave. */
    boolean enter(CallingSource source) {
        if (!inside.add(source)) {
            return false;
        }
        if (!places.tryAcquire()) {
            inside.remove(source);
            return false;
        }
        return true;
    }

    void leave(CallingSource source) {
        // In this order: whoever follows from the same source is not to find the place taken.
        places.release();
        inside.remove(source);
    }
}
