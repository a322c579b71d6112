package com.leadrouter.kapture;

import com.leadrouter.kapture.Answer.Duplicate;

/** Which of phone and e-mail an Update sends; what it does not send stays as it is at Kapture. */
record ContactParts(boolean phone, boolean email) {

    static final ContactParts NONE = new ContactParts(false, false);

    ContactParts without(Duplicate duplicate) {
        return switch (duplicate) {
            case PHONE -> new ContactParts(false, email);
            case EMAIL -> new ContactParts(phone, false);
            case BOTH -> NONE;
        };
    }
}
