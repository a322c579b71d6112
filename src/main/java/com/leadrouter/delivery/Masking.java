package com.leadrouter.delivery;

import com.leadrouter.delivery.CallLog.Call;
import com.leadrouter.lead.Lead;
import com.leadrouter.lead.PersonalWords;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Keeps a person's data out of what destinations answer, before it is put on record, and the record short. */
final class Masking {

    private static final int LONGEST_RESPONSE = 4096;
    private static final int LONGEST_MESSAGE = 1000;

    private static final Pattern ESCAPE = Pattern.compile("\\\\u(\\p{XDigit}{4})");

    private final PersonalWords personal;

    Masking(Lead lead) {
        this.personal = PersonalWords.of(lead);
    }

    Call mask(Call call) {
        return new Call(
                call.operation(),
                call.outcome(),
                call.httpStatus(),
                call.startedAt(),
                call.duration(),
                call.response() == null ? null : cut(personal.mask(unescaped(call.response())), LONGEST_RESPONSE));
    }

    List<DeliveryError> mask(List<DeliveryError> errors) {
        return errors.stream()
                .map(error -> new DeliveryError(
                        error.property() == null ? null : cut(personal.mask(error.property()), LONGEST_MESSAGE),
                        cut(personal.mask(error.message()), LONGEST_MESSAGE),
                        error.code()))
                .toList();
    }

    // Who writes JSON may escape any character, and a name would not be known again.
    private static String unescaped(String response) {
        return ESCAPE.matcher(response)
                .replaceAll(escape ->
                        Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(escape.group(1), 16))));
    }

    // PostgreSQL takes neither NUL nor half a surrogate pair, which may stand in the answer or come of the cutting.
    private static String cut(String text, int length) {
        String head = text.length() <= length ? text : text.substring(0, length);
        return new String(head.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8).replace('\u0000', '\uFFFD');
    }
}
