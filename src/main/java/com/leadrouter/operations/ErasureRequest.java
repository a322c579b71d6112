package com.leadrouter.operations;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who is to be erased: the person with that e-mail address, or the one with that phone number. */
record ErasureRequest(
        @Nullable String emailAddress,
        @Nullable String phoneNumber,
        @Nullable String reason) {

    static final String RULE =
            "The body is a JSON object with emailAddress or phoneNumber, not both, and reason if there is one, all of them"
                    + " texts, and nothing else.";

    static final String EMAIL_RULE = "emailAddress is one address.";

    static final String PHONE_RULE =
            "phoneNumber is one number, with its country's prefix where it could be another's, as in +44 7700 900123.";

    private static final int LONGEST_EMAIL = 254;

    /** Reads the body; nothing where it is not of that form. */
    static Optional<ErasureRequest> read(HttpServletRequest request) {
        return ActionBody.read(request, ErasureRequest.class, new ErasureRequest(null, null, null))
                .filter(sent -> (sent.emailAddress == null) != (sent.phoneNumber == null))
                .filter(sent -> Reason.isPlain(sent.reason));
    }

    /** The address, if it can be one. */
    Optional<String> email() {
        return Optional.ofNullable(emailAddress)
                .map(String::strip)
                .filter(email -> email.length() <= LONGEST_EMAIL
                        && email.indexOf('@') > 0
                        && email.chars().noneMatch(Character::isISOControl));
    }

    @Override
    public String toString() {
        return "ErasureRequest[…]";
    }
}
