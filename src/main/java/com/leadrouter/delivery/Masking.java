package com.leadrouter.delivery;

import com.leadrouter.delivery.CallLog.Call;
import com.leadrouter.lead.Lead;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Keeps a person's data out of what destinations answer, before it is put on record, and the record short. */
final class Masking {

    private static final int LONGEST_RESPONSE = 4096;
    private static final int LONGEST_MESSAGE = 1000;

    /** Enough of a phone number's end to know it by, in whatever form the rest is written. */
    private static final int PHONE_END = 7;

    // Possessive and bounded, so that no answer makes the search slow.
    private static final String BETWEEN_DIGITS = "[\\s().\\-/]{0,3}+";
    private static final String PHONE_BEGINNING = "[+(]{0,2}+(?:[0-9]" + BETWEEN_DIGITS + "){0,8}";

    private static final Pattern ESCAPE = Pattern.compile("\\\\u(\\p{XDigit}{4})");

    private final @Nullable Pattern personal;

    Masking(Lead lead) {
        Lead.Contact contact = lead.contact();
        Set<String> words = Stream.of(
                        contact.fullName(),
                        contact.firstName(),
                        contact.lastName(),
                        contact.emailAddress(),
                        lead.ipAddress(),
                        lead.externalReferenceId())
                .filter(value -> value != null && !value.isBlank())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        List<String> patterns = Stream.of(
                        // The longest first, so that a full name is masked before its parts are.
                        words.stream()
                                .sorted(Comparator.comparingInt(String::length).reversed())
                                .map(Masking::word),
                        phone(contact.phoneNumber()),
                        postcode(contact.address().postcode()))
                .flatMap(each -> each)
                .toList();
        this.personal = patterns.isEmpty()
                ? null
                : Pattern.compile(String.join("|", patterns), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    }

    private static String word(String value) {
        return whole(Stream.of(value.strip().split("\\s+")).map(Pattern::quote).collect(Collectors.joining("\\s*+")));
    }

    private static Stream<String> phone(@Nullable String number) {
        if (number == null) {
            return Stream.empty();
        }
        String digits = number.replaceAll("[^0-9]", "");
        String end = digits.substring(Math.max(0, digits.length() - PHONE_END));
        return end.isEmpty() ? Stream.empty() : Stream.of(PHONE_BEGINNING + eachFollowedBy(BETWEEN_DIGITS, end));
    }

    private static Stream<String> postcode(@Nullable String postcode) {
        String letters = postcode == null ? "" : postcode.replaceAll("\\s", "");
        return letters.isEmpty() ? Stream.empty() : Stream.of(whole(eachFollowedBy("\\s?+", letters)));
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

    Call mask(Call call) {
        return new Call(
                call.operation(),
                call.outcome(),
                call.httpStatus(),
                call.startedAt(),
                call.duration(),
                call.response() == null ? null : cut(mask(unescaped(call.response())), LONGEST_RESPONSE));
    }

    List<DeliveryError> mask(List<DeliveryError> errors) {
        return errors.stream()
                .map(error -> new DeliveryError(
                        error.property() == null ? null : cut(mask(error.property()), LONGEST_MESSAGE),
                        cut(mask(error.message()), LONGEST_MESSAGE),
                        error.code()))
                .toList();
    }

    // Who writes JSON may escape any character, and a name would not be known again.
    private static String unescaped(String response) {
        return ESCAPE.matcher(response)
                .replaceAll(escape ->
                        Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(escape.group(1), 16))));
    }

    private String mask(String text) {
        return personal == null ? text : personal.matcher(text).replaceAll("***");
    }

    // PostgreSQL takes neither NUL nor half a surrogate pair, which may stand in the answer or come of the cutting.
    private static String cut(String text, int length) {
        String head = text.length() <= length ? text : text.substring(0, length);
        return new String(head.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8).replace('\u0000', '\uFFFD');
    }
}
