package com.leadrouter.standin;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Plays Kapture's Add, Update, Get and Pull: checks every request strictly against the contract, and has a memory of
 * customers. Calls are found by phone or by e-mail in lower case ({@code calls().of(phone)}).
 */
public final class KaptureStandIn extends StandIn {

    private final KaptureSettings settings;
    private final KaptureCustomers customers;
    private final KaptureSwitches switches;

    public KaptureStandIn() {
        this(KaptureSettings.defaults());
    }

    public KaptureStandIn(int port) {
        this(KaptureSettings.defaults().withPort(port));
    }

    public KaptureStandIn(KaptureSettings settings) {
        this(settings, new KapturePartner(settings));
    }

    private KaptureStandIn(KaptureSettings settings, KapturePartner partner) {
        super(settings.port(), partner);
        this.settings = settings;
        this.customers = partner.customers();
        this.switches = partner.switches();
    }

    public String authKey() {
        return settings.authKey();
    }

    /** Requests of {@code add}, {@code update}, {@code get} or {@code pull} seen, disturbed ones included. */
    public int requests(String operation) {
        return calls().byOperation().getOrDefault(operation, 0);
    }

    /** The same for one phone or e-mail. */
    public int requests(String operation, String phoneOrEmail) {
        return (int) calls().of(phoneOrEmail).stream()
                .filter(call -> call.operation().equals(operation))
                .count();
    }

    public List<KaptureCustomer> customers() {
        return customers.all();
    }

    public Optional<KaptureCustomer> customer(long id) {
        return customers.byId(id);
    }

    /** A customer that was there before; blank for no phone or no e-mail. */
    public KaptureCustomer plant(String name, String phone, String email) {
        return plant(OptionalLong.empty(), Map.of("customer_name", name, "phone", phone, "email_id", email));
    }

    public KaptureCustomer plant(long id, Map<String, String> fields) {
        return plant(OptionalLong.of(id), fields);
    }

    /** A customer that was there before, since then. */
    public KaptureCustomer plant(String name, String phone, String email, Instant createdAt) {
        return stored(customers.add(
                OptionalLong.empty(), Map.of("customer_name", name, "phone", phone, "email_id", email), createdAt));
    }

    /** Hides phones, e-mails, or both from Get and Pull, until told otherwise. */
    public void mask(boolean phones, boolean emails) {
        switches.mask(new Masking(phones, emails));
    }

    /** Each Pull tells of so many more, made while they are sent (some 1.6 KB each); 0 for none. */
    public void lengthenPulls(int by) {
        lengthenPulls(by, Integer.MAX_VALUE);
    }

    /** The same, with the connection torn after so many. */
    public void lengthenPulls(int by, int breakOffAfter) {
        switches.lengthen(new KaptureSwitches.LongPull(by, breakOffAfter));
    }

    /** As somebody at Kapture would change it; a blank value empties the field. */
    public KaptureCustomer change(long id, Map<String, String> fields) {
        return stored(customers.update(id, fields));
    }

    /** As if it was deleted or merged away; its id is unknown from now on. */
    public void forget(long id) {
        if (!customers.forget(id)) {
            throw new IllegalArgumentException("There is no customer " + id);
        }
    }

    @Override
    public void reset() {
        super.reset();
        customers.forgetAll();
        switches.clear();
    }

    private KaptureCustomer plant(OptionalLong id, Map<String, String> fields) {
        return stored(customers.add(id, fields));
    }

    private static KaptureCustomer stored(KaptureCustomers.Result result) {
        return switch (result) {
            case KaptureCustomers.Stored(KaptureCustomer customer) -> customer;
            case KaptureCustomers.Taken taken ->
                throw new IllegalArgumentException("Another customer has it: " + taken);
            case KaptureCustomers.Nobody() -> throw new IllegalArgumentException("There is no such customer");
        };
    }
}
