package com.leadrouter.intake;

/** What makes a repeated lead recognisable within its source; the two kinds never collide. */
record IdempotencyKey(Kind kind, String value) {

    /** Where the key came from. */
    enum Kind {
        HEADER,
        REFERENCE
    }

    /**
     * Of a submission through a public form. It never meets a key that the source's own systems have sent, or anyone on
     * the web could use those up: theirs are all ASCII.
     */
    static IdempotencyKey ofForm(String value) {
        return new IdempotencyKey(Kind.HEADER, "\u00a7 " + value);
    }

    /** Of one that a trap has caught: a person who then sends the same without it has not sent it before. */
    static IdempotencyKey ofTrap(String value) {
        return new IdempotencyKey(Kind.HEADER, "\u00b6 " + value);
    }

    // A sender's reference is personal data.
    @Override
    public String toString() {
        return "IdempotencyKey[kind=" + kind + ", …]";
    }
}
