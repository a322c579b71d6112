package com.leadrouter.lead;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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

    /** So many are looked for one by one. */
    private static final int FEW = 50;

    /** In the order in which they are tried. */
    private final List<String> patterns = new ArrayList<>();

    /** Which of those can be where this is. */
    private final Map<String, List<Integer>> fragments = new HashMap<>();

    private final Set<Integer> lengths;

    private PersonalWords(Set<String> words, Set<String> phones, Set<String> postcodes) {
        // The longest first, so that a full name is masked before its parts are.
        words.stream()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .forEach(word -> add(plain(word), word(word)));
        phones.forEach(phone -> phone(phone).forEach(pattern -> add(endOf(phone), pattern)));
        postcodes.forEach(postcode -> postcode(postcode).forEach(pattern -> add(plain(postcode), pattern)));
        this.lengths = fragments.keySet().stream().map(String::length).collect(Collectors.toUnmodifiableSet());
    }

    private void add(String fragment, String pattern) {
        fragments.computeIfAbsent(fragment, none -> new ArrayList<>()).add(patterns.size());
        patterns.add(pattern);
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
        String personal = found(plain(text)).map(patterns::get).collect(Collectors.joining("|"));
        return personal.isEmpty()
                ? text
                : Pattern.compile(personal, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE)
                        .matcher(text)
                        .replaceAll(MASK);
    }

    // Of a person with very many leads there are more than a pattern could try.
    private Stream<Integer> found(String plain) {
        Stream<String> there = fragments.size() <= FEW
                ? fragments.keySet().stream().filter(plain::contains)
                : lengths.stream()
                        .flatMap(length -> IntStream.rangeClosed(0, plain.length() - length)
                                .mapToObj(start -> plain.substring(start, start + length)))
                        .filter(fragments::containsKey)
                        .distinct();
        return there.flatMap(fragment -> fragments.getOrDefault(fragment, List.of()).stream())
                .sorted();
    }

    /** A form that leaves no two spellings: whatever is masked in a text, its plain form is in the text's. */
    private static String plain(String text) {
        return SEPARATORS
                .matcher(text)
                .replaceAll("")
                .codePoints()
                .map(letter -> Character.toLowerCase(Character.toUpperCase(letter)))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** Of each of them what is in the plain form of any text that has it. */
    Set<String> fragments() {
        return Set.copyOf(fragments.keySet());
    }

    @Override
    public String toString() {
        return "PersonalWords[…]";
    }
}
