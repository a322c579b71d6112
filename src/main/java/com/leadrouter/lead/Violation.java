package com.leadrouter.lead;

/**
 * One fault of a lead that was handed in: where (a JSON pointer into what was sent, as a URI fragment such as
 * {@code #/contact/emailAddress}), a stable code and a sentence for people; never the value itself.
 */
public record Violation(String pointer, String code, String detail) {

    /** Whether both are about the same field, or one is about a part of the other's. */
    public boolean touches(Violation other) {
        return touches(other.pointer);
    }

    /** Whether the fault is in the field, in a part of it, or in what holds it. */
    public boolean touches(String field) {
        Pointer mine = new Pointer(pointer);
        Pointer theirs = new Pointer(field);
        return mine.isWithin(theirs) || theirs.isWithin(mine);
    }
}
