package com.leadrouter.operations;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/** Reads what operators send with an action, in the strict sense of JSON: nothing unknown, twice, converted or left over. */
final class ActionBody {

    static final String TYPE_RULE = "This address takes application/json, in UTF-8.";

    private static final int LARGEST = 8 * 1024;
    private static final int DEEPEST = 20;

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

    static {
        JSON.getFactory()
                .setStreamReadConstraints(
                        StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build());
    }

    private ActionBody() {}

    /** Whether what is sent is JSON, or nothing: a page can have a browser send other types without asking us before. */
    static boolean isJsonOrNothing(HttpServletRequest request) {
        return request.getContentType() == null
                ? request.getContentLengthLong() <= 0 && request.getHeader(HttpHeaders.TRANSFER_ENCODING) == null
                : isOf(MediaType.APPLICATION_JSON, request);
    }

    /** Whether what is sent is said to be of that type, in UTF-8. */
    static boolean isOf(MediaType type, HttpServletRequest request) {
        if (request.getContentType() == null) {
            return false;
        }
        try {
            MediaType sent = MediaType.parseMediaType(request.getContentType());
            Charset charset = sent.getCharset();
            return sent.equalsTypeAndSubtype(type) && (charset == null || charset.equals(StandardCharsets.UTF_8));
        } catch (InvalidMediaTypeException | IllegalCharsetNameException | UnsupportedCharsetException e) {
            return false;
        }
    }

    /** Reads the body as that form, nothing at all as {@code none}; empty where it is something else. */
    static <T> Optional<T> read(HttpServletRequest request, Class<T> form, T none) {
        try {
            byte[] body = request.getInputStream().readNBytes(LARGEST + 1);
            if (body.length > LARGEST) {
                return Optional.empty();
            }
            return body.length == 0 ? Optional.of(none) : Optional.ofNullable(JSON.readValue(body, form));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Bytes that are here already as whatever JSON they are; empty where they are none. */
    static Optional<JsonNode> tree(byte[] body) {
        try {
            // Jackson guesses at UTF-16 and lets encoded surrogates pass; the decoder does neither.
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
            return Optional.of(JSON.readTree(text)).filter(json -> !json.isMissingNode());
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
