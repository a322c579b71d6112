package com.leadrouter.standin;

import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Kapture's memory: no two customers have the same phone, or the same e-mail. One lock: look and change are one step. */
final class KaptureCustomers {

    private static final long FIRST_ID = 65033646;
    private static final long FIRST_CONTACT_ID = 71186613;

    private final Clock clock;
    private final Map<Long, KaptureCustomer> byId = new LinkedHashMap<>();
    private final Map<String, Long> byPhone = new LinkedHashMap<>();
    private final Map<String, Long> byEmail = new LinkedHashMap<>();
    private long added;

    KaptureCustomers(Clock clock) {
        this.clock = clock;
    }

    /** What an Add or Update comes to. */
    sealed interface Result {}

    record Stored(KaptureCustomer customer) implements Result {}

    record Taken(boolean phone, boolean email) implements Result {}

    record Nobody() implements Result {}

    synchronized Result add(OptionalLong wanted, Map<String, String> fields) {
        return add(wanted, fields, clock.instant());
    }

    synchronized Result add(OptionalLong wanted, Map<String, String> fields, Instant createdAt) {
        Taken taken = taken(fields, OptionalLong.empty());
        if (taken.phone() || taken.email()) {
            return taken;
        }
        long id = wanted.orElseGet(() -> free(FIRST_ID + added));
        KaptureCustomer customer = new KaptureCustomer(id, FIRST_CONTACT_ID + added, fields, createdAt, createdAt);
        if (byId.containsKey(id)) {
            throw new IllegalArgumentException("There is a customer " + id);
        }
        added++;
        return put(customer);
    }

    synchronized Result update(long id, Map<String, String> changes) {
        KaptureCustomer customer = byId.get(id);
        if (customer == null) {
            return new Nobody();
        }
        Taken taken = taken(changes, OptionalLong.of(id));
        if (taken.phone() || taken.email()) {
            return taken;
        }
        remove(customer);
        return put(customer.with(changes, clock.instant()));
    }

    synchronized Optional<KaptureCustomer> byId(long id) {
        return Optional.ofNullable(byId.get(id));
    }

    synchronized Optional<KaptureCustomer> byPhone(String phone) {
        return Optional.ofNullable(byPhone.get(phone)).map(byId::get);
    }

    synchronized Optional<KaptureCustomer> byEmail(String email) {
        return Optional.ofNullable(byEmail.get(email.toLowerCase(Locale.ROOT))).map(byId::get);
    }

    synchronized List<KaptureCustomer> all() {
        return List.copyOf(byId.values());
    }

    synchronized boolean forget(long id) {
        KaptureCustomer customer = byId.get(id);
        if (customer == null) {
            return false;
        }
        remove(customer);
        byId.remove(id);
        return true;
    }

    /** Ids go on growing: a new customer must not get the id of one that is gone. */
    synchronized void forgetAll() {
        byId.clear();
        byPhone.clear();
        byEmail.clear();
    }

    private Taken taken(Map<String, String> fields, OptionalLong mine) {
        String email = fields.getOrDefault("email_id", "").toLowerCase(Locale.ROOT);
        return new Taken(others(byPhone.get(fields.getOrDefault("phone", "")), mine), others(byEmail.get(email), mine));
    }

    private static boolean others(@Nullable Long owner, OptionalLong mine) {
        return owner != null && (mine.isEmpty() || mine.getAsLong() != owner);
    }

    private Stored put(KaptureCustomer customer) {
        byId.put(customer.id(), customer);
        if (!customer.phone().isBlank()) {
            byPhone.put(customer.phone(), customer.id());
        }
        if (!customer.email().isBlank()) {
            byEmail.put(customer.email(), customer.id());
        }
        return new Stored(customer);
    }

    /** From the two look-ups only: an update keeps its place in the list. */
    private void remove(KaptureCustomer customer) {
        byPhone.remove(customer.phone(), customer.id());
        byEmail.remove(customer.email(), customer.id());
    }

    private long free(long from) {
        long id = from;
        while (byId.containsKey(id)) {
            id++;
        }
        return id;
    }
}
