package com.leadrouter.delivery;

import com.leadrouter.lead.DestinationName;
import com.leadrouter.lead.Lead;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The way in: who stores a lead stores these entries in the same transaction, as rows of {@code delivery}, and rings
 * once it is committed. Ringing only saves the wait for the next poll.
 */
public interface Outbox {

    /** One delivery to be stored with its lead. */
    record Entry(
            DestinationName destination,
            @Nullable String phoneKey,
            @Nullable String emailKey) {

        @Override
        public String toString() {
            return "Entry[" + destination + "]";
        }
    }

    List<Entry> entries(Lead lead, Collection<DestinationName> destinations);

    void ring(Collection<DestinationName> destinations);
}
