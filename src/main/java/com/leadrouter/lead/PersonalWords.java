package com.leadrouter.lead;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the persons of leads are known by, found in any text: names, e-mail, phone in any spelling, postcode, address. */
public final class PersonalWords {

    /** What stands in the place of what was found. */
    private static final String MASK = "***";

    /** Enough of a phone number's end to know it by, in whatever form the rest is written. */
    private static final int PHONE_END = 7;

    // Possessive and bounded, so that no answer makes the search slow.
    private static final String BETWEEN_DIGITS = "[\\s().\\-/]{0,3}+";
    private static final String PHONE_BEGINNING = "[+(]{0,2}+(?:[0-9]" + BETWEEN_DIGITS + "){0,8}";

    private static final Pattern BLANKS = Pattern.compile("\\s");
    private static final Pattern SEPARATORS = Pattern.compile("[\\s().\\-/]");
    private static final Pattern NO_DIGITS = Pattern.compile("[^0-9]");

    private final Set<String> words;
    private final Set<String> phones;
    private final Set<String> postcodes;
    private final @Nullable Pattern personal;

    private PersonalWords(Set<String> words, Set<String> phones, Set<String> postcodes) {
        this.words = words;
        this.phones = phones;
        this.postcodes = postcodes;
        List<String> patterns = Stream.of(
                        // The longest first, so that a full name is masked before its parts are.
                        words.stream()
                                .sorted(Comparator.comparingInt(String::length).reversed())
                                .map(PersonalWords::word),
                        phones.stream().flatMap(PersonalWords::phone),
                        postcodes.stream().flatMap(PersonalWords::postcode))
                .flatMap(each -> each)
                .toList();
        this.personal = patterns.isEmpty()
                ? null
                : Pattern.compile(String.join("|", patterns), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    }

    public static PersonalWords of(Lead lead) {
        return of(List.of(lead), Set.of(), Set.of());
    }

    /** Those of all these leads, and these e-mail addresses and phone numbers. */
    static PersonalWords of(Collection<Lead> leads, Set<String> emails, Set<String> phones) {
        return new PersonalWords(
                present(Stream.concat(leads.stream().flatMap(PersonalWords::words), emails.stream())),
                present(Stream.concat(leads.stream().map(lead -> lead.contact().phoneNumber()), phones.stream())),
                present(leads.stream().map(lead -> lead.contact().address().postcode())));
    }

    private static Stream<@Nullable String> words(Lead lead) {
        Lead.Contact contact = lead.contact();
        return Stream.of(
                contact.fullName(),
                contact.firstName(),
                contact.lastName(),
                contact.emailAddress(),
                lead.ipAddress(),
                lead.externalReferenceId());
    }

    private static Set<String> present(Stream<@Nullable String> values) {
        Set<String> present = new LinkedHashSet<>();
        values.forEach(value -> {
            if (value != null && !value.isBlank()) {
                present.add(value);
            }
        });
        return present;
    }

    private static String word(String value) {
        return whole(Stream.of(value.strip().split("\\s+")).map(Pattern::quote).collect(Collectors.joining("\\s*+")));
    }

    private static String endOf(String number) {
        String digits = NO_DIGITS.matcher(number).replaceAll("");
        return digits.substring(Math.max(0, digits.length() - PHONE_END));
    }

    private static Stream<String> phone(String number) {
        String end = endOf(number);
        return end.isEmpty() ? Stream.empty() : Stream.of(PHONE_BEGINNING + eachFollowedBy(BETWEEN_DIGITS, end));
    }

    private static Stream<String> postcode(String postcode) {
        return Stream.of(whole(eachFollowedBy("\\s?+", withoutBlanks(postcode))));
    }

    private static String withoutBlanks(String text) {
        return BLANKS.matcher(text).replaceAll("");
    }

    private static String eachFollowedBy(String separator, String text) {
        return text.codePoints()
                .mapToObj(Character::toString)
                .map(Pattern::quote)
                .collect(Collectors.joining(separator));
    }

    /** Not where it is part of another word. */
    private static String whole(String pattern) {
        return "(?<![\\p{L}\\p{N}])" + pattern + "(?![\\p{L}\\p{N}])";
    }

    /** The text without them. */
    public String mask(String text) {
        return personal == null ? text : personal.matcher(text).replaceAll(MASK);
    }

    /**
     * Whatever text has one of them, has one of these too, once it is in lower case and without blanks and the characters
     * {@code ().-/}, which these are without as well: by these a database finds what is to be masked.
     */
    public Set<String> fragments() {
        return Stream.of(words.stream(), phones.stream().map(PersonalWords::endOf), postcodes.stream())
                .flatMap(each -> each)
                .map(text -> SEPARATORS.matcher(text).replaceAll("").toLowerCase(Locale.ROOT))
                .filter(fragment -> !fragment.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public String toString() {
        return "PersonalWords[…]";
    }
}
