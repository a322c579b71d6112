package com.leadrouter.cap;

import com.leadrouter.cap.CapProperty.Reading;
import com.leadrouter.delivery.CallOutcome;
import com.leadrouter.delivery.DeliveryError;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What CAP says against a lead: its messages, and whether one of them is about the lead's data. The wrapper of the
 * body is not documented, so every text in it is looked at (CAP contract, section 5).
 */
record CapRefusal(List<DeliveryError> errors, Reading reading) {

    private static final int MOST_CHARACTERS = 64 * 1024;
    private static final int MOST_ERRORS = 50;
    private static final int LONGEST_MESSAGE = 1000;

    // Possessive and bounded: no text, however odd, is scanned more than a few times.
    private static final Pattern HEAD =
            Pattern.compile("Property:\\s*+([^;]{0,200}+);\\s*+ErrorMessage:", Pattern.CASE_INSENSITIVE);
    // With what no text column takes: control characters, halves of surrogate pairs.
    private static final Pattern BLANKS = Pattern.compile("[\\s\\p{Cc}\\p{Cs}]+");
    private static final Pattern SEPARATOR_AT_END = Pattern.compile("[\\s,;|]++$");
    // Links, paths, trace ids: what wrappers carry besides messages.
    private static final Pattern NO_MESSAGE =
            Pattern.compile("(?:https?://|urn:|about:|/|00-[0-9a-f]{32}-)\\S*", Pattern.CASE_INSENSITIVE);

    CapRefusal {
        errors = List.copyOf(errors);
    }

    /** Reads the body of any answer that is a refusal. */
    static CapRefusal read(int status, String body) {
        String text = body.substring(0, Math.min(body.length(), MOST_CHARACTERS));
        List<BodyText> texts = BodyText.of(text);
        List<DeliveryError> validation = validationMessages(texts.stream().map(BodyText::text));
        if (validation.isEmpty()) {
            // JSON that is broken behind its first strings.
            validation = validationMessages(Stream.of(text));
        }
        return validation.isEmpty() ? ofSetup(status, texts) : ofValidation(validation);
    }

    /** The verdict on a 400 (CAP contract, section 8). */
    CallOutcome outcome() {
        return switch (reading) {
            case DATA -> new CallOutcome.RejectedData(errors);
            case CONFIGURATION -> new CallOutcome.RejectedConfiguration(errors);
        };
    }

    private static CapRefusal ofValidation(List<DeliveryError> messages) {
        boolean data = messages.stream()
                .anyMatch(error -> error.property() != null
                        && CapProperty.reading(error.property(), error.message()) == Reading.DATA);
        return new CapRefusal(messages, data ? Reading.DATA : Reading.CONFIGURATION);
    }

    private static CapRefusal ofSetup(int status, List<BodyText> texts) {
        List<DeliveryError> errors = texts.stream()
                .filter(text ->
                        !text.isMarkup() && !NO_MESSAGE.matcher(text.text()).matches())
                .map(CapRefusal::setupError)
                .filter(error -> !error.message().isEmpty())
                // Those that say what is wrong before titles and the like.
                .sorted(Comparator.comparing(error -> error.property() == null && error.code() == null))
                .limit(MOST_ERRORS)
                .toList();
        return new CapRefusal(
                errors.isEmpty()
                        ? List.of(DeliveryError.ours(
                                "no-reason-given", "CAP answered " + status + " without a reason that we can read"))
                        : errors,
                Reading.CONFIGURATION);
    }

    private static DeliveryError setupError(BodyText text) {
        String message = tidy(text.text());
        return new DeliveryError(
                text.property() == null ? null : tidy(text.property()),
                message,
                SetupFault.guess(message).map(SetupFault::code).orElse(null));
    }

    private static List<DeliveryError> validationMessages(Stream<String> texts) {
        return texts.flatMap(text -> validationMessages(text).stream())
                .limit(MOST_ERRORS)
                .toList();
    }

    // A message runs to the head of the next one, or to the end: several may share a line.
    private static List<DeliveryError> validationMessages(String text) {
        List<DeliveryError> messages = new ArrayList<>();
        Matcher head = HEAD.matcher(text);
        boolean found = head.find();
        while (found) {
            String property = tidy(head.group(1));
            int start = head.end();
            found = head.find();
            String message = text.substring(start, found ? head.start() : text.length());
            messages.add(DeliveryError.of(property, tidy(message)));
        }
        return messages;
    }

    // Cut between words: half an e-mail address would not be recognised as personal data any more.
    private static String tidy(String text) {
        String line = BLANKS.matcher(text).replaceAll(" ").strip();
        if (line.length() > LONGEST_MESSAGE) {
            int blank = line.lastIndexOf(' ', LONGEST_MESSAGE);
            line = blank < 0 ? "…" : line.substring(0, blank) + " …";
        }
        return SEPARATOR_AT_END.matcher(line).replaceAll("");
    }
}
