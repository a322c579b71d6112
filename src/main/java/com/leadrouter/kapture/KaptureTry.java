package com.leadrouter.kapture;

import com.leadrouter.delivery.CallOutcome;
import com.leadrouter.delivery.CallOutcome.Accepted;
import com.leadrouter.delivery.CallOutcome.NotTried;
import com.leadrouter.delivery.CallOutcome.RejectedData;
import com.leadrouter.delivery.Delivery;
import com.leadrouter.delivery.DeliveryError;
import com.leadrouter.kapture.Answer.Duplicate;
import com.leadrouter.kapture.Answer.Ended;
import com.leadrouter.kapture.Answer.Exists;
import com.leadrouter.kapture.Answer.Found;
import com.leadrouter.kapture.Answer.NotFound;
import com.leadrouter.kapture.Answer.Unclear;
import com.leadrouter.kapture.Answer.Written;
import com.leadrouter.kapture.KnownCustomers.KnownCustomer;
import com.leadrouter.lead.Lead;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One try of one delivery: Add; who exists already is found with Get and changed with Update (Kapture contract,
 * section 8.2). It ends, since Add goes out twice at most. What a call tells of a customer is noted at once, however the try
 * ends.
 */
final class KaptureTry {

    private static final int MOST_ADDS = 2;

    /** The engine does not know that the memory is away and would claim on. */
    private static final Duration MEMORY_PAUSE = Duration.ofSeconds(1);

    private static final DeliveryError CONTRADICTION =
            DeliveryError.ours("kapture-contradiction", "Kapture says that the customer exists, but does not find it");
    private static final DeliveryError TWO_CUSTOMERS = DeliveryError.ours(
            "kapture-two-customers", "phone and e-mail belong to two customers at Kapture; one of them was updated");
    private static final DeliveryError NO_ID =
            DeliveryError.ours("kapture-no-customer-id", "Kapture took the customer without telling its id");

    private final Lead lead;
    private final boolean uncertain;
    private final KaptureCalls calls;
    private final KaptureRequests requests;
    private final Memory memory;
    private final @Nullable KapturePhone phone;
    private final @Nullable String email;

    private int adds;

    KaptureTry(Delivery delivery, KaptureCalls calls, KaptureRequests requests, Memory memory) {
        this.lead = delivery.lead();
        this.uncertain = delivery.uncertain();
        this.calls = calls;
        this.requests = requests;
        this.memory = memory;
        this.phone = KapturePhone.of(lead).orElse(null);
        this.email = lead.contact().emailAddress();
    }

    CallOutcome run() {
        Optional<KnownCustomer> known;
        try {
            known = memory.find(phone, email);
        } catch (KnownCustomers.Unavailable e) {
            return new NotTried("database away", MEMORY_PAUSE);
        }
        if (known.isPresent()) {
            return update(known.get().id(), requests.allowed(ContactParts.unknownTo(known.get(), phone, email)));
        }
        return uncertain ? askFirst() : add();
    }

    /** An earlier Add may have been carried out; a second one would only find its own customer. */
    private CallOutcome askFirst() {
        return switch (getByPhone()) {
            case Found(var id) -> update(id, parts(false, true));
            case NotFound nobody ->
                switch (getByEmail()) {
                    case Found(var id) -> update(id, parts(true, false));
                    case NotFound nobodyEither -> add();
                    case Ended(var outcome) -> outcome;
                };
            case Ended(var outcome) -> outcome;
        };
    }

    private CallOutcome add() {
        adds++;
        return switch (calls.add(requests.add(lead))) {
            case Written(var id) -> added(id);
            case Exists exists when adds == MOST_ADDS -> new RejectedData(List.of(CONTRADICTION, exists.error()));
            case Exists(var duplicate, var error) -> updateWhoExists(duplicate);
            case Unclear(var error) -> new RejectedData(List.of(error));
            case Ended(var outcome) -> outcome;
        };
    }

    private CallOutcome added(Optional<CustomerId> told) {
        if (told.isPresent()) {
            Accepted accepted = calls.arrived(new Accepted(told.get().toString()));
            memory.remember(told.get(), phone, email);
            return accepted;
        }
        // Kapture has the lead: whatever the question for the id brings, and if it cannot be asked, it is delivered.
        calls.arrived(new Accepted(null, List.of(NO_ID)));
        @Nullable String id = switch (getAny()) {
            case Found(var found) -> found.toString();
            case NotFound nobody -> null;
            case Ended ended -> null;
        };
        return new Accepted(id, List.of(NO_ID));
    }

    private CallOutcome updateWhoExists(Duplicate duplicate) {
        return switch (duplicate) {
            case PHONE ->
                switch (getByPhone()) {
                    case Found(var id) -> update(id, parts(false, true));
                    case NotFound nobody -> add();
                    case Ended(var outcome) -> outcome;
                };
            case EMAIL ->
                switch (getByEmail()) {
                    case Found(var id) -> update(id, parts(true, false));
                    case NotFound nobody -> add();
                    case Ended(var outcome) -> outcome;
                };
            case BOTH ->
                switch (getByPhone()) {
                    case Found(var id) -> updateWhoHasThePhone(id);
                    case NotFound nobody ->
                        switch (getByEmail()) {
                            case Found(var id) -> update(id, ContactParts.NONE);
                            case NotFound nobodyEither -> add();
                            case Ended(var outcome) -> outcome;
                        };
                    case Ended(var outcome) -> outcome;
                };
        };
    }

    private CallOutcome updateWhoHasThePhone(CustomerId id) {
        return switch (getByEmail()) {
            case Found(var other) when !other.equals(id) -> updateSaying(List.of(TWO_CUSTOMERS), id, ContactParts.NONE);
            case Found same -> update(id, ContactParts.NONE);
            case NotFound nobody -> update(id, ContactParts.NONE);
            case Ended(var outcome) -> outcome;
        };
    }

    private CallOutcome update(CustomerId id, ContactParts parts) {
        return updateSaying(List.of(), id, parts);
    }

    private CallOutcome updateSaying(List<DeliveryError> notes, CustomerId id, ContactParts parts) {
        return switch (calls.update(requests.update(lead, id, parts))) {
            case Written(var told) -> updated(notes, id, told, parts);
            case Exists(var duplicate, var error) -> updateWithout(duplicate, error, id, parts);
            case Unclear(var error) -> rejectedIfThere(id, error);
            case Ended(var outcome) -> outcome;
        };
    }

    /** The value belongs to another customer, so it stays there (Kapture contract, section 5). */
    private CallOutcome updateWithout(Duplicate duplicate, DeliveryError error, CustomerId id, ContactParts parts) {
        ContactParts fewer = parts.without(duplicate);
        if (fewer.equals(parts)) {
            return new RejectedData(List.of(error));
        }
        return switch (calls.update(requests.update(lead, id, fewer))) {
            case Written(var told) -> updated(List.of(TWO_CUSTOMERS), id, told, fewer);
            case Exists(var again, var stillError) -> new RejectedData(List.of(stillError));
            case Unclear(var otherError) -> new RejectedData(List.of(otherError));
            case Ended(var outcome) -> outcome;
        };
    }

    private CallOutcome updated(
            List<DeliveryError> notes, CustomerId id, Optional<CustomerId> told, ContactParts parts) {
        CustomerId written = told.orElse(id);
        Accepted accepted = calls.arrived(new Accepted(written.toString(), notes));
        if (!written.equals(id)) {
            memory.forget(id);
        }
        memory.remember(written, parts.phone() ? phone : null, parts.email() ? email : null);
        return accepted;
    }

    /** No words are documented for an id that is gone, so Kapture is asked (Kapture contract, section 5). */
    private CallOutcome rejectedIfThere(CustomerId id, DeliveryError error) {
        return switch (calls.get(new Search.ById(id))) {
            case Found(var there) when there.equals(id) -> new RejectedData(List.of(error));
            case Found merged -> forgetAndAdd(id);
            case NotFound gone -> forgetAndAdd(id);
            case Ended(var outcome) -> outcome;
        };
    }

    private CallOutcome forgetAndAdd(CustomerId id) {
        memory.forget(id);
        return add();
    }

    private Answer.OfGet getAny() {
        Answer.OfGet byPhone = getByPhone();
        return byPhone instanceof NotFound ? getByEmail() : byPhone;
    }

    private Answer.OfGet getByPhone() {
        if (phone == null) {
            return new NotFound();
        }
        Answer.OfGet answer = calls.get(new Search.ByPhone(phone));
        if (answer instanceof Found(var id)) {
            memory.remember(id, phone, null);
        }
        return answer;
    }

    private Answer.OfGet getByEmail() {
        if (email == null) {
            return new NotFound();
        }
        Answer.OfGet answer = calls.get(new Search.ByEmail(email));
        if (answer instanceof Found(var id)) {
            memory.remember(id, null, email);
        }
        return answer;
    }

    private ContactParts parts(boolean withPhone, boolean withEmail) {
        return requests.allowed(new ContactParts(withPhone && phone != null, withEmail && email != null));
    }
}
