package com.leadrouter.kapture;

import com.leadrouter.lead.Lead;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A phone number that Kapture takes: Indian, ten digits, the first of them 6 or above (Kapture contract, section 3.2).
 * This is the one definition, for what is asked at the door and for what is sent.
 */
record KapturePhone(String digits) {

    // With the country code, since the national part of a British mobile looks like an Indian one.
    private static final Pattern E164 = Pattern.compile("\\+91([6-9][0-9]{9})");

    static Optional<KapturePhone> of(Lead lead) {
        return of(lead.contact().phoneNumber());
    }

    static Optional<KapturePhone> of(@Nullable String e164) {
        if (e164 == null) {
            return Optional.empty();
        }
        Matcher matcher = E164.matcher(e164);
        return matcher.matches() ? Optional.of(new KapturePhone(matcher.group(1))) : Optional.empty();
    }

    String e164() {
        return "+91" + digits;
    }

    @Override
    public String toString() {
        return "KapturePhone[…]";
    }
}
