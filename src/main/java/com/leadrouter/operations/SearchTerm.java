package com.leadrouter.operations;

import com.leadrouter.lead.LeadId;
import com.leadrouter.lead.PhoneNumbers;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What somebody may mean by what he searches for: always a sender's reference, and then an id, an e-mail, a phone number
 * in whichever spelling, or else the beginning of a name.
 */
record SearchTerm(
        String reference,
        @Nullable LeadId id,
        @Nullable String email,
        List<String> phones,
        @Nullable String name) {

    private static final Pattern ID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    private static final Pattern PHONE = Pattern.compile("[+(]?[0-9][0-9 ()./\\-\u2010-\u2015]{3,40}");
    private static final int FEWEST_DIGITS = 5;

    SearchTerm {
        phones = List.copyOf(phones);
    }

    static SearchTerm of(String q) {
        String text = asTyped(q);
        if (ID.matcher(text).matches()) {
            return new SearchTerm(text, LeadId.of(text), null, List.of(), null);
        }
        if (text.contains("@")) {
            // No address has a blank; in a link that somebody wrote himself one was a plus.
            return new SearchTerm(text, null, text.replace(' ', '+').toLowerCase(Locale.ROOT), List.of(), null);
        }
        String number = asDialled(text);
        if (isPhone(number)) {
            return new SearchTerm(text, null, null, List.copyOf(PhoneNumbers.readings(number)), null);
        }
        return new SearchTerm(text, null, null, List.of(), text.replaceAll("\\s+", " "));
    }

    // What is pasted brings blanks of all kinds and marks that nobody sees.
    private static String asTyped(String q) {
        return q.replaceAll("\\p{Cf}", "").replaceAll("\\p{Z}", " ").strip();
    }

    private static String asDialled(String text) {
        return text.replaceFirst("^(?i)tel:\\s*", "")
                .replaceFirst("^\\(\\s*\\+\\s*([0-9]+)\\s*\\)", "+$1")
                .replaceFirst("^\\+\\s+", "+");
    }

    static Optional<SearchTerm> in(LeadQuery query) {
        return Optional.ofNullable(query.q()).map(SearchTerm::of);
    }

    private static boolean isPhone(String text) {
        return PHONE.matcher(text).matches()
                && text.chars().filter(Character::isDigit).count() >= FEWEST_DIGITS;
    }

    @Override
    public String toString() {
        return "SearchTerm[…]";
    }
}
