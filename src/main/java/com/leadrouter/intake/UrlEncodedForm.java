package com.leadrouter.intake;

import com.leadrouter.platform.ProblemType;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.springframework.util.StringUtils;

/**
 * Reads {@code application/x-www-form-urlencoded}. Not through the container, which adds what stands in the address,
 * leaves out what it cannot read and puts replacement characters where a byte is no UTF-8.
 */
final class UrlEncodedForm {

    private UrlEncodedForm() {}

    static LeadBody read(byte[] body) {
        FormFields fields = new FormFields();
        try {
            // One character a byte, so that nothing is lost before the bytes are known.
            for (String field : new String(body, StandardCharsets.ISO_8859_1).split("&")) {
                int equals = field.indexOf('=');
                String name = equals < 0 ? field : field.substring(0, equals);
                if (!field.isEmpty() && !fields.isFull()) {
                    fields.add(text(name), equals < 0 ? "" : text(field.substring(equals + 1)));
                }
            }
            return fields.body();
        } catch (IllegalArgumentException e) {
            return malformed("A % in the form is not followed by two hexadecimal digits.");
        } catch (CharacterCodingException e) {
            return malformed("The form is not valid UTF-8.");
        }
    }

    private static String text(String encoded) throws CharacterCodingException {
        byte[] bytes = StringUtils.uriDecode(encoded.replace('+', ' '), StandardCharsets.ISO_8859_1)
                .getBytes(StandardCharsets.ISO_8859_1);
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
    }

    private static LeadBody malformed(String detail) {
        return new LeadBody.Unreadable(ProblemType.MALFORMED_REQUEST, detail);
    }
}
