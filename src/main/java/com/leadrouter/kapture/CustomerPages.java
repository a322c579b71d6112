package com.leadrouter.kapture;

import java.util.function.Consumer;

/**
 * Asks one Kapture tenant which customers it has, behind the same guards as the deliveries. Called without a
 * transaction or a database connection held, save what {@code each} opens for itself.
 */
interface CustomerPages {

    /**
     * Asks for the customers of one window, handing each over while the answer still comes: those that were handed over
     * count only with {@link PullAnswer.Done}, though what was told of each is true in any case. An exception of
     * {@code each} ends the call, and is no fault of Kapture.
     */
    PullAnswer pull(PullWindow window, Consumer<RemoteCustomer> each);

    /** Asks for one customer. */
    Looked look(Search search);
}
