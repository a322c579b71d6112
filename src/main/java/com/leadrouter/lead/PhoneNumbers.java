package com.leadrouter.lead;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.ValidationResult;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads phone numbers into E.164. A number counts when it is possible, that is, of a length its country has: tables of
 * assigned numbers age, and a false refusal loses a customer. An extension is dropped, since E.164 has none.
 */
public final class PhoneNumbers {

    private static final PhoneNumberUtil LIBRARY = PhoneNumberUtil.getInstance();

    private PhoneNumbers() {}

    /** The number in E.164, read as it is dialled in the country; without one it needs its international prefix. */
    public static Optional<String> e164(String text, @Nullable String country) {
        try {
            PhoneNumber number = LIBRARY.parse(text, country);
            // Not isPossibleNumber: that also takes numbers that only work within their town.
            return LIBRARY.isPossibleNumberWithReason(number) == ValidationResult.IS_POSSIBLE
                    ? Optional.of(LIBRARY.format(number, PhoneNumberFormat.E164))
                    : Optional.empty();
        } catch (NumberParseException notOne) {
            return Optional.empty();
        }
    }

    /** Every number in E.164 that somebody may mean by the text, in whichever country it would be dialled so. */
    public static Set<String> readings(String text) {
        Set<String> readings = new TreeSet<>();
        e164(text, null).ifPresent(readings::add);
        if (!text.strip().startsWith("+")) {
            e164("+" + text, null).ifPresent(readings::add);
            LIBRARY.getSupportedRegions().forEach(region -> e164(text, region).ifPresent(readings::add));
        }
        return readings;
    }

    static boolean hasPrefix(String text) {
        return e164(text, null).isPresent();
    }
}
