package com.leadrouter.lead;

/**
 * One fault of a lead that was handed in: where (a JSON pointer into what was sent, as a URI fragment such as
 * {@code #/contact/emailAddress}), a stable code and a sentence for people; never the value itself.
 */
public record Violation(String pointer, String code, String detail) {}
