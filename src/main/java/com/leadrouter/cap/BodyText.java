package com.leadrouter.cap;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A text in the body of an answer: of JSON each string value at any depth, else the whole. {@code property} is the
 * name that problem details list it under, where they do.
 */
record BodyText(@Nullable String property, String text) {

    private static final JsonFactory JSON = new JsonFactory();
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    /** The texts of a body; of JSON that breaks off, those before. */
    static List<BodyText> of(String body) {
        String text = body.startsWith(BYTE_ORDER_MARK) ? body.substring(1) : body;
        List<BodyText> texts = new ArrayList<>();
        try (JsonParser parser = JSON.createParser(text)) {
            JsonToken token;
            while ((token = parser.nextToken()) != null) {
                if (token == JsonToken.VALUE_STRING) {
                    texts.add(new BodyText(propertyOf(parser.getParsingContext()), parser.getText()));
                }
            }
        } catch (IOException noJson) {
            return texts.isEmpty() ? List.of(new BodyText(null, text)) : texts;
        }
        return texts;
    }

    boolean isMarkup() {
        return text.stripLeading().startsWith("<");
    }

    // {"errors": {"$.metadata.campaignId": ["…"]}}
    private static @Nullable String propertyOf(JsonStreamContext context) {
        JsonStreamContext property = context.getParent();
        if (!context.inArray() || property == null || !property.inObject()) {
            return null;
        }
        JsonStreamContext errors = property.getParent();
        return errors != null && "errors".equalsIgnoreCase(errors.getCurrentName()) ? property.getCurrentName() : null;
    }

    @Override
    public String toString() {
        return "BodyText[" + property + ", …]";
    }
}
