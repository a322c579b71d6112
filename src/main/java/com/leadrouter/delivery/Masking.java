package com.leadrouter.delivery;

import com.leadrouter.delivery.CallLog.Call;
import com.leadrouter.lead.Lead;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Keeps a person's data out of what destinations answer, before it is put on record, and the record short. */
final class Masking {

    private static final int LONGEST_RESPONSE = 4096;
    private static final int LONGEST_MESSAGE = 1000;
    private static final int NATIONAL_NUMBER = 9;

    private final @Nullable Pattern personal;

    Masking(Lead lead) {
        Lead.Contact contact = lead.contact();
        String phone = contact.phoneNumber();
        TreeSet<String> values = Stream.of(
                        contact.fullName(),
                        contact.firstName(),
                        contact.lastName(),
                        contact.emailAddress(),
                        phone,
                        // In whatever form it is repeated, with or without country code, it ends like this.
                        phone == null || phone.length() < NATIONAL_NUMBER
                                ? null
                                : phone.substring(phone.length() - NATIONAL_NUMBER),
                        contact.address().postcode(),
                        lead.ipAddress(),
                        lead.externalReferenceId())
                .filter(value -> value != null && !value.isBlank())
                .collect(Collectors.toCollection(TreeSet::new));
        this.personal = values.isEmpty()
                ? null
                : Pattern.compile(
                        // The longest first, so that a full name is masked before its parts are.
                        values.stream()
                                .sorted((a, b) -> Integer.compare(b.length(), a.length()))
                                .map(Masking::asWord)
                                .collect(Collectors.joining("|")),
                        Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    }

    private static String asWord(String value) {
        String anyBlank = Stream.of(value.split("\\s+")).map(Pattern::quote).collect(Collectors.joining("\\s*"));
        boolean digits = value.chars().allMatch(Character::isDigit);
        return digits ? "[+0-9]*" + anyBlank : "(?<![\\p{L}\\p{N}])" + anyBlank + "(?![\\p{L}\\p{N}])";
    }

    Call mask(Call call) {
        return new Call(
                call.operation(),
                call.outcome(),
                call.httpStatus(),
                call.startedAt(),
                call.duration(),
                call.response() == null ? null : cut(mask(call.response()), LONGEST_RESPONSE));
    }

    List<DeliveryError> mask(List<DeliveryError> errors) {
        return errors.stream()
                .map(error -> new DeliveryError(
                        error.property() == null ? null : cut(mask(error.property()), LONGEST_MESSAGE),
                        cut(mask(error.message()), LONGEST_MESSAGE),
                        error.code()))
                .toList();
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
