package com.leadrouter.lead;

import java.util.Locale;
import java.util.Set;

/** The countries that there are, by their ISO 3166 alpha-2 codes. */
public final class Countries {

    private static final Set<String> CODES = Set.of(Locale.getISOCountries());

    private Countries() {}

    /** Whether this is the code of a country, in capitals. */
    public static boolean isCode(String code) {
        return CODES.contains(code);
    }
}
