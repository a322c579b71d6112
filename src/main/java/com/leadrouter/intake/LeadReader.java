package com.leadrouter.intake;

import com.leadrouter.platform.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/** Reads one lead from a request, as JSON or as a form, by its content type. */
final class LeadReader {

    private static final int LARGEST_LEAD = 64 * 1024;

    private final JsonReader json = new JsonReader(LARGEST_LEAD);

    LeadBody read(HttpServletRequest request) {
        return typeOf(request)
                .map(type -> read(type, request))
                .orElseGet(() -> new LeadBody.Unreadable(
                        ProblemType.UNSUPPORTED_MEDIA_TYPE,
                        "This address takes application/json, application/x-www-form-urlencoded and multipart/form-data,"
                                + " in UTF-8."));
    }

    private LeadBody read(MediaType type, HttpServletRequest request) {
        if (type.equalsTypeAndSubtype(MediaType.APPLICATION_JSON)) {
            return switch (json.read(request)) {
                case JsonBody.Json(var lead) -> new LeadBody.Json(lead);
                case JsonBody.Unreadable(ProblemType problem, String detail) ->
                    new LeadBody.Unreadable(problem, detail);
            };
        }
        return switch (BodyBytes.of(request, LARGEST_LEAD)) {
            case BodyBytes.Whole(byte[] bytes) ->
                type.equalsTypeAndSubtype(MediaType.MULTIPART_FORM_DATA)
                        ? MultipartForm.read(bytes, request.getContentType())
                        : UrlEncodedForm.read(bytes);
            case BodyBytes.Refused(ProblemType problem, String detail) -> new LeadBody.Unreadable(problem, detail);
        };
    }

    private static Optional<MediaType> typeOf(HttpServletRequest request) {
        try {
            return Optional.ofNullable(request.getContentType())
                    .map(MediaType::parseMediaType)
                    .filter(LeadReader::isTaken);
        } catch (InvalidMediaTypeException e) {
            return Optional.empty();
        }
    }

    private static boolean isTaken(MediaType type) {
        Charset charset = type.getCharset();
        return (charset == null || charset.equals(StandardCharsets.UTF_8))
                && (type.equalsTypeAndSubtype(MediaType.APPLICATION_JSON)
                        || type.equalsTypeAndSubtype(MediaType.APPLICATION_FORM_URLENCODED)
                        || type.equalsTypeAndSubtype(MediaType.MULTIPART_FORM_DATA));
    }
}
