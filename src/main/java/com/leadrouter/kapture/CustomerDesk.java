package com.leadrouter.kapture;

import com.leadrouter.lead.DestinationName;
import com.leadrouter.lead.Lead;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What operators may ask about Kapture's customers: those that deliveries and pulls have told of, and what Kapture says
 * now. A destination that is not among {@link #destinations()} is refused as {@link IllegalArgumentException}.
 */
public interface CustomerDesk {

    /** The configured destinations that have customers; what one cannot do, the others cannot either. */
    Set<DestinationName> destinations();

    /** Puts a pull of the customers of that time on record; one of the replicas makes it soon. */
    UUID requestPull(DestinationName destination, Instant from, Instant to, String requestedBy);

    /** How a pull of that destination stands. */
    Optional<PullReport> pull(DestinationName destination, UUID pullId);

    /**
     * The customers that are there as far as we know, a page of them: all, or those whose id, phone (E.164) or e-mail is
     * {@code q} or whose name begins with it. {@code after} is the {@link CustomerPage#next()} of the page before.
     */
    CustomerPage customers(DestinationName destination, @Nullable String q, @Nullable Long after, int limit);

    /** Asks Kapture for one customer now, and notes that it is there or gone. */
    CustomerLook look(DestinationName destination, long customerId);

    /** The same for the person of a lead: by phone, and by e-mail where that finds nobody. */
    CustomerLook look(DestinationName destination, Lead lead);
}
