package com.leadrouter.operations;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Why an operator does something: a line of their own words, kept with the audit. */
final class Reason {

    static final String HEADER = "X-Reason";

    static final String RULE = "A reason has at most 500 characters, none of them a control character.";

    static final String HEADER_RULE = "The header " + HEADER + ": " + RULE;

    private static final int LONGEST = 500;

    private Reason() {}

    /** Whether it can be taken as it is; none at all can. */
    static boolean isPlain(@Nullable String reason) {
        return reason == null || (reason.length() <= LONGEST && reason.chars().noneMatch(Character::isISOControl));
    }

    /** What is noted of it: blank is none, and what no door has looked at is cut to what can be taken. */
    static @Nullable String orNull(@Nullable String reason) {
        if (reason == null || reason.isBlank()) {
            return null;
        }
        String plain = reason.strip().replaceAll("\\p{Cntrl}+", " ");
        return plain.length() <= LONGEST ? plain : plain.substring(0, LONGEST);
    }

    /** The header of calls whose body is no place for it. */
    static @Nullable String ofHeader(HttpServletRequest request) {
        return Optional.ofNullable(request.getHeader(HEADER))
                .map(Reason::decoded)
                .orElse(null);
    }

    // The container reads headers as Latin-1; clients write what they write, mostly UTF-8.
    private static String decoded(String header) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(header.getBytes(StandardCharsets.ISO_8859_1)))
                    .toString();
        } catch (CharacterCodingException e) {
            return header;
        }
    }
}
