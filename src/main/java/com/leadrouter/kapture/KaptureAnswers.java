package com.leadrouter.kapture;

import com.leadrouter.delivery.CallOutcome;
import com.leadrouter.delivery.CallOutcome.Failed;
import com.leadrouter.delivery.CallOutcome.NotTried;
import com.leadrouter.delivery.CallOutcome.RejectedConfiguration;
import com.leadrouter.delivery.CallOutcome.RejectedData;
import com.leadrouter.delivery.CallOutcome.Throttled;
import com.leadrouter.delivery.CallOutcome.Unauthorized;
import com.leadrouter.delivery.CallOutcome.Unknown;
import com.leadrouter.delivery.CallOutcome.Unreachable;
import com.leadrouter.delivery.DeliveryError;
import com.leadrouter.kapture.Answer.Duplicate;
import com.leadrouter.kapture.Answer.Ended;
import com.leadrouter.kapture.Answer.Exists;
import com.leadrouter.kapture.Answer.Found;
import com.leadrouter.kapture.Answer.NotFound;
import com.leadrouter.kapture.Answer.Unclear;
import com.leadrouter.kapture.Answer.Written;
import com.leadrouter.platform.Exchange;
import com.leadrouter.platform.Exchange.Answered;
import com.leadrouter.platform.Exchange.NeverSent;
import com.leadrouter.platform.Exchange.NoAnswer;
import com.leadrouter.platform.Exchange.Withheld;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What Kapture's answers mean, by body as well as by code (Kapture contract, sections 3, 4.3, 5, 6 and 8.1). */
final class KaptureAnswers {

    private static final int LONGEST_MESSAGE = 500;

    /** An answer before it is known to which call it belongs. */
    sealed interface Reading {
        record Success(KaptureBody body) implements Reading {}

        record Duplicated(Exists exists) implements Reading {}

        record Nobody(DeliveryError error) implements Reading {}

        /** Words that the contract does not have, where customers are due. */
        record WordsForCustomers(DeliveryError error) implements Reading {}

        /** What Pull says of a time without customers; of any other call it is strange. */
        record NoneBetween(DeliveryError error) implements Reading {}

        record Strange(DeliveryError error) implements Reading {}

        record End(CallOutcome outcome) implements Reading {}
    }

    private KaptureAnswers() {}

    /** Reads the answer of Add or Update. */
    static Answer.OfWrite ofWrite(Exchange exchange) {
        return switch (read(exchange)) {
            case Reading.Success(var body) -> new Written(body.writtenCustomer());
            case Reading.Duplicated(var exists) -> exists;
            case Reading.Nobody(var error) -> new Unclear(error);
            case Reading.WordsForCustomers(var error) -> new Unclear(error);
            case Reading.NoneBetween(var error) -> new Unclear(error);
            case Reading.Strange(var error) -> new Unclear(error);
            case Reading.End(var outcome) -> new Ended(outcome);
        };
    }

    /** Reads the answer of Get. */
    static Answer.OfGet ofGet(Exchange exchange) {
        return switch (read(exchange)) {
            case Reading.Success(var body) ->
                body.newestId().<Answer.OfGet>map(Found::new).orElseGet(NotFound::new);
            // A delivery that goes on from there does no harm if somebody is there after all: Add says so.
            case Reading.Nobody nobody -> new NotFound();
            case Reading.WordsForCustomers words -> new NotFound();
            case Reading.Duplicated(var exists) -> new Ended(new RejectedData(List.of(exists.error())));
            case Reading.NoneBetween(var error) -> new Ended(new RejectedData(List.of(error)));
            case Reading.Strange(var error) -> new Ended(new RejectedData(List.of(error)));
            case Reading.End(var outcome) -> new Ended(outcome);
        };
    }

    static Reading read(Exchange exchange) {
        return switch (exchange) {
            case Answered answer -> read(answer);
            case NeverSent(var cause) -> new Reading.End(new Unreachable(cause));
            case NoAnswer(var cause, var status) -> new Reading.End(new Unknown(cause));
            case Withheld(var why) -> new Reading.End(new NotTried(why.name()));
        };
    }

    private static Reading read(Answered answer) {
        Optional<KaptureBody> body = KaptureBody.read(answer.body());
        String text = shorten(body.map(KaptureBody::text).orElseGet(answer::body));
        Reading byText = byText(text, answer);
        // Before the code: Kapture says so with any code.
        if (byText instanceof Reading.End(Unauthorized refused)) {
            return byText;
        }
        if (byText instanceof Reading.NoneBetween && !answer.is5xx()) {
            return byText;
        }
        return switch (answer.status()) {
            case 401, 403 -> new Reading.End(new Unauthorized("HTTP " + answer.status()));
            case 404, 405, 406, 415 -> wrongAddress(answer);
            // A proxy says so in HTML, and means the lead all the same.
            case 413, 422 -> of4xx(body, byText);
            case 408, 425, 429 -> new Reading.End(new Throttled(answer.retryAfter()));
            default ->
                switch (answer.status() / 100) {
                    case 2 -> body.map(json -> of2xx(json, byText)).orElseGet(() -> wrongAddress(answer));
                    case 4 -> isMarkup(answer) ? wrongAddress(answer) : of4xx(body, byText);
                    case 5 -> new Reading.End(new Failed(answer.retryAfter()));
                    default -> wrongAddress(answer);
                };
        };
    }

    private static Reading of2xx(KaptureBody body, Reading byText) {
        return body.saysSuccess() ? new Reading.Success(body) : failure(body, byText);
    }

    private static Reading of4xx(Optional<KaptureBody> body, Reading byText) {
        return body.map(json -> failure(json, byText)).orElse(byText);
    }

    private static Reading failure(KaptureBody body, Reading byText) {
        return byText instanceof Reading.Strange(var error) && body.hasTextForCustomers()
                ? new Reading.WordsForCustomers(error)
                : byText;
    }

    /** The table of section 4.3 with the texts of the other generations. */
    private static Reading byText(String text, Answered answer) {
        return switch (comparable(text)) {
            case "invalid auth key", "authkeyinvalid", "apiexpired", "message key expired" ->
                new Reading.End(new Unauthorized(text));
            case "name and (phone number or email id) are required fields",
                    "name, email id, and phone number required",
                    "reqfieldmissing" -> rejected(null, text);
            case "invalid email id." -> rejected("email_id", text);
            case "invalid phone number, number must contain 10 digits and must start from 6 or above" ->
                rejected("phone", text);
            case "this mobile number already exists. please enter a new one." -> exists(Duplicate.PHONE, text);
            case "this email-id already exists. please enter a new one." -> exists(Duplicate.EMAIL, text);
            case "both email and mobile number already exist. please enter new details." ->
                exists(Duplicate.BOTH, text);
            case "information given by you does not exist in our sytsem." ->
                new Reading.Nobody(DeliveryError.of(null, text));
            case "no customer between dates.", "no customer between dates" ->
                new Reading.NoneBetween(DeliveryError.of(null, text));
            case "serverfailure" -> new Reading.End(new Failed(answer.retryAfter()));
            case "" -> new Reading.Strange(DeliveryError.of(null, "HTTP " + answer.status() + " without a message"));
            default -> new Reading.Strange(DeliveryError.of(null, text));
        };
    }

    private static Reading rejected(@Nullable String property, String text) {
        return new Reading.End(new RejectedData(List.of(DeliveryError.of(property, text))));
    }

    private static Reading exists(Duplicate duplicate, String text) {
        return new Reading.Duplicated(new Exists(duplicate, DeliveryError.of(null, text)));
    }

    private static Reading wrongAddress(Answered answer) {
        return new Reading.End(new RejectedConfiguration(List.of(DeliveryError.ours(
                "kapture-wrong-address",
                "HTTP " + answer.status() + " without an answer of Kapture's API: wrong sub domain or path"))));
    }

    private static boolean isMarkup(Answered answer) {
        return answer.body().stripLeading().startsWith("<");
    }

    // Section 3: blanks and letter case do not count, nor a comma at the beginning.
    private static String comparable(String text) {
        String collapsed = text.replaceAll("[\\s\\p{Z}]+", " ").strip();
        String bare = collapsed.startsWith(",") ? collapsed.substring(1).strip() : collapsed;
        return bare.toLowerCase(Locale.ROOT);
    }

    private static String shorten(String text) {
        String stripped = text.strip();
        return stripped.length() <= LONGEST_MESSAGE ? stripped : stripped.substring(0, LONGEST_MESSAGE) + "…";
    }
}
