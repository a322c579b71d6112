package com.leadrouter.intake;

import com.leadrouter.platform.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/**
 * Reads a batch from a request, whole: an array in JSON or a lead on each line, by its content type. Where its leads
 * begin and end is found here; what they say is not looked at.
 */
final class BatchReader {

    static final int MOST_LEADS = 1000;

    private static final int LARGEST_BATCH = 8 * 1024 * 1024;

    BatchBody read(HttpServletRequest request) {
        return formOf(request)
                .map(form -> read(form, request))
                .orElseGet(() -> new BatchBody.Unreadable(
                        ProblemType.UNSUPPORTED_MEDIA_TYPE,
                        "This address takes application/json and application/x-ndjson, in UTF-8."));
    }

    private static BatchBody read(BatchForm form, HttpServletRequest request) {
        return switch (BodyBytes.of(request, LARGEST_BATCH)) {
            case BodyBytes.Refused(ProblemType problem, String detail) -> new BatchBody.Unreadable(problem, detail);
            case BodyBytes.Whole(byte[] body) -> read(form, body);
        };
    }

    private static BatchBody read(BatchForm form, byte[] body) {
        try {
            List<Batch.Part> parts = form.partsOf(body, MOST_LEADS);
            return parts.size() > MOST_LEADS
                    ? new BatchBody.Unreadable(
                            ProblemType.PAYLOAD_TOO_LARGE, "A batch has at most " + MOST_LEADS + " leads.")
                    : new BatchBody.Readable(new Batch(form, body, parts));
        } catch (IOException e) {
            return new BatchBody.Unreadable(
                    ProblemType.MALFORMED_REQUEST, "The body is no JSON array in UTF-8, or is nested too deep.");
        }
    }

    private static Optional<BatchForm> formOf(HttpServletRequest request) {
        try {
            return Optional.ofNullable(request.getContentType())
                    .map(MediaType::parseMediaType)
                    .filter(BatchReader::isInUtf8)
                    .flatMap(BatchForm::of);
        } catch (InvalidMediaTypeException e) {
            return Optional.empty();
        }
    }

    private static boolean isInUtf8(MediaType type) {
        Charset charset = type.getCharset();
        return charset == null || charset.equals(StandardCharsets.UTF_8);
    }
}
