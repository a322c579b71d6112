package com.leadrouter.kapture;

import com.leadrouter.kapture.KnownCustomers.KnownCustomer;
import com.leadrouter.lead.DestinationName;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a try knows and learns of one destination's customers; what cannot be noted does not change the try's end. */
final class Memory {

    private static final Logger log = LoggerFactory.getLogger(Memory.class);

    private final DestinationName destination;
    private final KnownCustomers customers;

    Memory(DestinationName destination, KnownCustomers customers) {
        this.destination = destination;
        this.customers = customers;
    }

    /** {@link KnownCustomers.Unavailable} is for the caller: nothing has been sent yet. */
    Optional<KnownCustomer> find(@Nullable KapturePhone phone, @Nullable String email) {
        return customers.find(destination, e164(phone), email);
    }

    void remember(CustomerId id, @Nullable KapturePhone phone, @Nullable String email) {
        note("noted", id, () -> customers.remember(destination, new KnownCustomer(id, e164(phone), email)));
    }

    void forget(CustomerId id) {
        note("forgotten", id, () -> customers.forget(destination, id));
    }

    // Whatever is wrong with the memory, the call before was made and its outcome must reach the record.
    private void note(String what, CustomerId id, Runnable change) {
        try {
            change.run();
        } catch (RuntimeException e) {
            // Not the exception's text: the database likes to quote the row.
            log.warn(
                    "Customer {} of {} could not be {}: {}",
                    id,
                    destination,
                    what,
                    e.getClass().getSimpleName());
        }
    }

    private static @Nullable String e164(@Nullable KapturePhone phone) {
        return phone == null ? null : phone.e164();
    }
}
