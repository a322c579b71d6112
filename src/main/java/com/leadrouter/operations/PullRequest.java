package com.leadrouter.operations;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/** What is sent to ask for a pull; all of it may be missing. */
record PullRequest(
        @Nullable String from,
        @Nullable String to,
        @Nullable String reason) {

    static final String RULE =
            "The body is a JSON object with from, to and reason, all of them texts, and nothing else.";

    static final String TYPE_RULE = "This address takes application/json, in UTF-8.";

    private static final int LARGEST = 8 * 1024;
    private static final int LONGEST_REASON = 500;

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .withCoercionConfig(LogicalType.Textual, textual -> {
                textual.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail);
                textual.setCoercion(CoercionInputShape.Float, CoercionAction.Fail);
                textual.setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
            })
            .build();

    /** Whether what is sent is JSON, or nothing: a page can have a browser send other types without asking us before. */
    static boolean isOfItsType(HttpServletRequest request) {
        String type = request.getContentType();
        if (type == null) {
            return request.getContentLengthLong() <= 0 && request.getHeader(HttpHeaders.TRANSFER_ENCODING) == null;
        }
        try {
            MediaType sent = MediaType.parseMediaType(type);
            Charset charset = sent.getCharset();
            return sent.equalsTypeAndSubtype(MediaType.APPLICATION_JSON)
                    && (charset == null || charset.equals(StandardCharsets.UTF_8));
        } catch (InvalidMediaTypeException | IllegalCharsetNameException | UnsupportedCharsetException e) {
            return false;
        }
    }

    /** Reads the body; nothing where it is not of that form. */
    static Optional<PullRequest> read(HttpServletRequest request) {
        try {
            byte[] body = request.getInputStream().readNBytes(LARGEST + 1);
            if (body.length > LARGEST) {
                return Optional.empty();
            }
            PullRequest read =
                    body.length == 0 ? new PullRequest(null, null, null) : JSON.readValue(body, PullRequest.class);
            return Optional.ofNullable(read).filter(PullRequest::isPlain);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private boolean isPlain() {
        return reason == null
                || (reason.length() <= LONGEST_REASON && reason.chars().noneMatch(Character::isISOControl));
    }
}
