package com.leadrouter.intake;

/** What makes a repeated lead recognisable within its source; the two kinds never collide. */
record IdempotencyKey(Kind kind, String value) {

    /** Where the key came from. */
    enum Kind {
        HEADER,
        REFERENCE
    }

    // A sender's reference is personal data.
    @Override
    public String toString() {
        return "IdempotencyKey[kind=" + kind + ", …]";
    }
}
