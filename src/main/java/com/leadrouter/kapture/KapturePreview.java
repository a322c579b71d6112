package com.leadrouter.kapture;

import com.leadrouter.delivery.Delivery;
import com.leadrouter.delivery.Preview;
import com.leadrouter.kapture.KnownCustomers.KnownCustomer;
import com.leadrouter.lead.Lead;
import com.leadrouter.lead.Violation;
import com.leadrouter.platform.RemoteCall;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The call that a {@link KaptureTry} would begin with; what comes of it decides over the next. */
final class KapturePreview {

    private final KaptureSettings settings;
    private final KaptureRequests requests;
    private final RemoteCall remote;
    private final Memory memory;

    KapturePreview(KaptureSettings settings, KaptureRequests requests, RemoteCall remote, Memory memory) {
        this.settings = settings;
        this.requests = requests;
        this.remote = remote;
        this.memory = memory;
    }

    Preview of(Delivery delivery, List<Violation> faults) {
        Lead lead = delivery.lead();
        @Nullable KapturePhone phone = KapturePhone.of(lead).orElse(null);
        @Nullable String email = lead.contact().emailAddress();
        Optional<KnownCustomer> known = memory.find(phone, email);
        if (known.isPresent()) {
            ContactParts parts = requests.allowed(ContactParts.unknownTo(known.get(), phone, email));
            return call(Operation.UPDATE, requests.update(lead, known.get().id(), parts), faults);
        }
        if (delivery.uncertain() && phone != null) {
            return call(Operation.GET, new Search.ByPhone(phone).body(), faults);
        }
        if (delivery.uncertain() && email != null) {
            return call(Operation.GET, new Search.ByEmail(email).body(), faults);
        }
        return call(Operation.ADD, requests.add(lead), faults);
    }

    private Preview call(Operation operation, Object body, List<Violation> faults) {
        return Preview.ofPostedJson(remote.addressOf(settings.pathOf(operation)), "Authorization", body, faults);
    }
}
