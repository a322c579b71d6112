package com.leadrouter.kapture;

import com.leadrouter.lead.DestinationName;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What we know of Kapture's customers from earlier deliveries, so that a person who is there already needs one call.
 * It saves calls, no more: without it everything can be asked of Kapture. Phones are in E.164, e-mail addresses are
 * compared without regard to letter case.
 */
interface KnownCustomers {

    /** The customer with that phone, else the one with that e-mail; of several the one that we heard of last. */
    Optional<KnownCustomer> find(DestinationName destination, @Nullable String phone, @Nullable String email);

    /** Notes that the customer is there, with that phone and e-mail; null leaves what is known. */
    void remember(DestinationName destination, KnownCustomer customer);

    /** Kapture does not have the customer any more. */
    void forget(DestinationName destination, CustomerId id);

    /** A customer as far as we know that Kapture has it. */
    record KnownCustomer(
            CustomerId id, @Nullable String phone, @Nullable String email) {

        @Override
        public String toString() {
            return "KnownCustomer[id=" + id + ", …]";
        }
    }

    /** The memory cannot be asked or told just now. */
    final class Unavailable extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Unavailable(Throwable cause) {
            super(cause);
        }
    }
}
