package com.leadrouter.kapture;

import com.leadrouter.delivery.CallLog;
import com.leadrouter.delivery.CallOutcome;
import com.leadrouter.delivery.CallOutcome.NotTried;
import com.leadrouter.delivery.CallOutcome.Throttled;
import com.leadrouter.delivery.Courier;
import com.leadrouter.delivery.Delivery;
import com.leadrouter.delivery.Preview;
import com.leadrouter.lead.DestinationName;
import com.leadrouter.lead.Lead;
import com.leadrouter.lead.Violation;
import com.leadrouter.platform.RemoteCall;
import java.util.List;
import java.util.Optional;

/** Carries leads to one Kapture tenant. */
final class KaptureCourier implements Courier {

    private final DestinationName destination;
    private final KaptureSettings settings;
    private final KaptureRequests requests;
    private final RemoteCall remote;
    private final KnownCustomers customers;

    KaptureCourier(DestinationName destination, KaptureSettings settings, RemoteCall remote, KnownCustomers customers) {
        this.destination = destination;
        this.settings = settings;
        this.requests = new KaptureRequests(AddDefaults.of(settings.defaults()), settings.onExisting());
        this.remote = remote;
        this.customers = customers;
    }

    @Override
    public CallOutcome deliver(Delivery delivery, CallLog log) {
        KaptureCalls calls = new KaptureCalls(remote, settings, log);
        CallOutcome outcome = new KaptureTry(delivery, calls, requests, new Memory(destination, customers)).run();
        // A try that was given back leaves no record, but some of its calls were made: it comes back a little later.
        return outcome instanceof NotTried && !log.calls().isEmpty() ? new Throttled(Optional.empty()) : outcome;
    }

    @Override
    public List<Violation> preflight(Lead lead) {
        return KapturePhone.of(lead).isPresent() || lead.contact().emailAddress() != null
                ? List.of()
                : List.of(new Violation(
                        "#/contact/phoneNumber",
                        "indian-mobile-or-email-required",
                        "without an e-mail address this must be an Indian mobile number: "
                                + "+91 and ten digits, the first of them 6 or above"));
    }

    @Override
    public Preview preview(Delivery delivery) {
        return new KapturePreview(settings, requests, remote, new Memory(destination, customers))
                .of(delivery, preflight(delivery.lead()));
    }

    /** Two Adds of one person at once would make two customers. */
    @Override
    public boolean keepsOrderPerPerson() {
        return true;
    }

    @Override
    public int capacity() {
        return remote.capacity();
    }
}
