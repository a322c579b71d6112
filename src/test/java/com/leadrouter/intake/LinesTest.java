package com.leadrouter.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LinesTest {

    @Test
    void blankLinesAreNone() {
        assertThat(lines("")).isEmpty();
        assertThat(lines(" \n\r\n\t\n")).isEmpty();
        assertThat(lines("a\n\nb\r\n \nc\n\n")).containsExactly("a", "b", "c");
    }

    @Test
    void aByteOrderMarkIsNoLine() {
        assertThat(lines("\ufeffa\r\nb")).containsExactly("a", "b");
        assertThat(lines("\ufeff\n\ufeff")).containsExactly("\ufeff");
        assertThat(lines("\r\r\na\r")).containsExactly("a");
    }

    @Test
    void theLastOneNeedsNoEnd() {
        assertThat(lines("a\nb")).containsExactly("a", "b");
        assertThat(lines("é\n😀 \n x")).containsExactly("é", "😀 ", " x");
    }

    @Test
    void oneTooManyIsEnough() {
        assertThat(lines("a\n".repeat(5000))).hasSize(1001);
    }

    private static List<String> lines(String body) {
        byte[] bytes = body.getBytes(UTF_8);
        return Lines.partsOf(bytes, 1000).stream()
                .map(part -> new String(bytes, part.from(), part.length(), UTF_8))
                .toList();
    }
}
