package com.leadrouter.intake;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.leadrouter.platform.JsonBuffers;
import com.leadrouter.platform.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/**
 * Reads the bodies of requests as JSON in the strict sense: UTF-8, one value and nothing after it, each name once, no
 * deeper and no larger than a lead can be. It stops reading at the limit, whatever length was announced.
 */
final class JsonReader {

    private static final JsonMapper STRICT = JsonMapper.builder(JsonFactory.builder()
                    .recyclerPool(JsonBuffers.SHARED)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(20)
                            .maxNumberLength(100)
                            .maxNameLength(1000)
                            .maxStringLength(64 * 1024)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    // The names come from anyone; they must not fill a table that lives as long as the service.
                    .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final int limit;

    JsonReader(int limit) {
        this.limit = limit;
    }

    JsonBody read(HttpServletRequest request) {
        if (!isJson(request.getContentType())) {
            return unsupported("This address takes application/json in UTF-8.");
        }
        return switch (BodyBytes.of(request, limit)) {
            case BodyBytes.Whole(byte[] bytes) -> parse(ByteBuffer.wrap(bytes));
            case BodyBytes.Refused(ProblemType type, String detail) -> new JsonBody.Unreadable(type, detail);
        };
    }

    /** Reads bytes that are here already, wherever they came from. */
    static JsonBody parse(ByteBuffer body) {
        try {
            // Jackson guesses at UTF-16 and lets encoded surrogates pass; the decoder does neither.
            String text = StandardCharsets.UTF_8.newDecoder().decode(body).toString();
            JsonNode json = STRICT.readTree(text.startsWith("\ufeff") ? text.substring(1) : text);
            return json.isMissingNode() ? malformed("The body is empty.") : new JsonBody.Json(json);
        } catch (CharacterCodingException e) {
            return malformed("The body is not valid UTF-8.");
        } catch (JsonProcessingException e) {
            return malformed("The body is not valid JSON, names something twice, is nested too deep, or has too long a"
                    + " number or name" + place(e.getLocation()) + ".");
        }
    }

    private static boolean isJson(@Nullable String contentType) {
        if (contentType == null) {
            return false;
        }
        try {
            MediaType type = MediaType.parseMediaType(contentType);
            Charset charset = type.getCharset();
            return type.equalsTypeAndSubtype(MediaType.APPLICATION_JSON)
                    && (charset == null || charset.equals(StandardCharsets.UTF_8));
        } catch (InvalidMediaTypeException e) {
            return false;
        }
    }

    private static String place(@Nullable JsonLocation location) {
        return location == null ? "" : " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
    }

    private static JsonBody malformed(String detail) {
        return new JsonBody.Unreadable(ProblemType.MALFORMED_REQUEST, detail);
    }

    private static JsonBody unsupported(String detail) {
        return new JsonBody.Unreadable(ProblemType.UNSUPPORTED_MEDIA_TYPE, detail);
    }
}
