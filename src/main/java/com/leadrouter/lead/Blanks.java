package com.leadrouter.lead;

/** What counts as blank around a text: also the no-break spaces and zero-width characters that web pages leave. */
final class Blanks {

    private Blanks() {}

    static String strip(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isBlank(text.codePointAt(start))) {
            start += Character.charCount(text.codePointAt(start));
        }
        while (start < end && isBlank(text.codePointBefore(end))) {
            end -= Character.charCount(text.codePointBefore(end));
        }
        return text.substring(start, end);
    }

    private static boolean isBlank(int c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || isInvisible(c);
    }

    // Zero-width spaces, joiners and direction marks, word joiner, byte order mark: at the edge they join nothing.
    private static boolean isInvisible(int c) {
        return (c >= 0x200B && c <= 0x200F) || c == 0x2060 || c == 0xFEFF;
    }
}
