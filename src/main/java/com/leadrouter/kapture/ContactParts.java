package com.leadrouter.kapture;

import com.leadrouter.kapture.Answer.Duplicate;
import com.leadrouter.kapture.KnownCustomers.KnownCustomer;
import org.jspecify.annotations.Nullable;

/** Which of phone and e-mail an Update sends; what it does not send stays as it is at Kapture. */
record ContactParts(boolean phone, boolean email) {

    static final ContactParts NONE = new ContactParts(false, false);

    /** A value that Kapture has of this customer already could only be answered as a duplicate. */
    static ContactParts unknownTo(KnownCustomer customer, @Nullable KapturePhone phone, @Nullable String email) {
        return new ContactParts(
                phone != null && !phone.e164().equals(customer.phone()),
                email != null && !email.equalsIgnoreCase(customer.email()));
    }

    ContactParts without(Duplicate duplicate) {
        return switch (duplicate) {
            case PHONE -> new ContactParts(false, email);
            case EMAIL -> new ContactParts(phone, false);
            case BOTH -> NONE;
        };
    }
}
