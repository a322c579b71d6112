package com.leadrouter.intake;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the elements of a JSON array without keeping any of them. That the whole of it is JSON in UTF-8 is certain
 * afterwards; that an element names nothing twice, or is not too deep for a lead, is seen when it is read.
 */
final class JsonArray {

    // Names come from anyone and are not kept. It counts characters then, not bytes.
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            // A lead's number or name that is too long is a fault of that lead alone.
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private final byte[] body;
    private int bytes;
    private long characters;

    private JsonArray(byte[] body) {
        this.body = body;
        this.bytes = Batch.lengthOfByteOrderMark(body);
    }

    /** No more than one beyond {@code most}; a {@link java.io.CharConversionException} or the like where it is no array. */
    static List<Batch.Part> partsOf(byte[] body, int most) throws IOException {
        return new JsonArray(body).parts(most);
    }

    private List<Batch.Part> parts(int most) throws IOException {
        List<Batch.Part> parts = new ArrayList<>();
        ByteArrayInputStream in = new ByteArrayInputStream(body, bytes, body.length - bytes);
        try (JsonParser parser = FACTORY.createParser(new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder()))) {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                throw new JsonParseException(parser, "no array");
            }
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                int from = bytesUpTo(parser.currentTokenLocation().getCharOffset());
                parser.skipChildren();
                parser.finishToken();
                parts.add(
                        new Batch.Part(from, bytesUpTo(parser.currentLocation().getCharOffset())));
                if (parts.size() > most) {
                    return parts;
                }
            }
            if (parser.nextToken() != null) {
                throw new JsonParseException(parser, "more than an array");
            }
        }
        return parts;
    }

    // Asked for places further and further on; the body is valid UTF-8 up to there.
    private int bytesUpTo(long character) {
        while (characters < character) {
            int lead = body[bytes] & 0xff;
            int length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
            bytes += length;
            characters += length == 4 ? 2 : 1;
        }
        return bytes;
    }
}
