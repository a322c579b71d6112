package com.leadrouter.kapture;

import com.leadrouter.lead.DestinationName;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@link KnownCustomers} in memory, which can be made to fail. */
final class RememberedCustomers implements KnownCustomers {

    private final Map<CustomerId, KnownCustomer> customers = new LinkedHashMap<>();
    private @Nullable RuntimeException findFailure;
    private @Nullable RuntimeException noteFailure;

    void failToFind(RuntimeException with) {
        findFailure = with;
    }

    void failToNote(RuntimeException with) {
        noteFailure = with;
    }

    void clear() {
        customers.clear();
        findFailure = null;
        noteFailure = null;
    }

    Map<CustomerId, KnownCustomer> all() {
        return Map.copyOf(customers);
    }

    void know(long id, @Nullable String phone, @Nullable String email) {
        customers.put(new CustomerId(id), new KnownCustomer(new CustomerId(id), phone, email));
    }

    @Override
    public Optional<KnownCustomer> find(DestinationName destination, @Nullable String phone, @Nullable String email) {
        failIf(findFailure);
        return customers.values().stream()
                .filter(known -> phone != null && phone.equals(known.phone()))
                .findFirst()
                .or(() -> customers.values().stream()
                        .filter(known -> email != null && email.equalsIgnoreCase(known.email()))
                        .findFirst());
    }

    @Override
    public void remember(DestinationName destination, KnownCustomer customer) {
        failIf(noteFailure);
        customers.merge(
                customer.id(),
                customer,
                (known, told) -> new KnownCustomer(
                        known.id(),
                        told.phone() == null ? known.phone() : told.phone(),
                        told.email() == null ? known.email() : told.email()));
    }

    @Override
    public void forget(DestinationName destination, CustomerId id) {
        failIf(noteFailure);
        customers.remove(id);
    }

    private static void failIf(@Nullable RuntimeException failure) {
        if (failure != null) {
            throw failure;
        }
    }
}
