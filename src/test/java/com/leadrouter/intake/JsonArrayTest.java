package com.leadrouter.intake;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonArrayTest {

    private static final int MOST = 1000;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"a\": [1, {\"b\": \"],[\"}]}",
                "{\"a\": \"\\\"}, {\\\\\"}",
                "{\"\\u0000\": 1, \"\\u0000\": 2}",
                "\"text, [{\"",
                "-12.5e3",
                "0",
                "true",
                "null",
                "[]",
                "[[[]]]",
                "\"Zoë, 東京, 😀\"",
                "{\"😀\": \"ẞ😀é\"}"
            })
    void anElementIsFoundAmongAnyOthers(String element) throws IOException {
        assertThat(elements("[" + element + "]")).containsExactly(element);
        assertThat(elements(" [\n" + element + " ,\t\"é😀\"," + element + "\r\n] \n"))
                .containsExactly(element, "\"é😀\"", element);
        assertThat(elements("\ufeff[" + element + "," + element + "]")).containsExactly(element, element);
    }

    @Test
    void whatIsTooLongForAnyLeadIsAnElementAllTheSame() throws IOException {
        String number = "1".repeat(200_000);
        String name = "{\"" + "n".repeat(200_000) + "\": 1}";
        String text = "\"" + "t".repeat(200_000) + "\"";

        assertThat(elements("[1," + number + "," + name + "," + text + ",2]"))
                .containsExactly("1", number, name, text, "2");
    }

    @Test
    void anEmptyArrayHasNone() throws IOException {
        assertThat(elements("[]")).isEmpty();
        assertThat(elements(" [ ] ")).isEmpty();
    }

    @Test
    void elementsAreFoundBeyondEveryBuffer() throws IOException {
        List<String> elements = IntStream.range(0, MOST)
                .mapToObj(i -> "{\"é" + i + "\": \"" + "😀x".repeat(i) + "\"}")
                .toList();

        assertThat(elements("[" + String.join(",", elements) + "]")).isEqualTo(elements);
    }

    @Test
    void oneTooManyIsEnough() throws IOException {
        assertThat(JsonArray.partsOf(("[" + "1,".repeat(5000) + "1]").getBytes(UTF_8), MOST))
                .hasSize(MOST + 1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{}",
                "1",
                "null",
                "[",
                "[{}",
                "[{}}",
                "[{},]",
                "[,{}]",
                "[{} {}]",
                "[{}] x",
                "[{}][]",
                "[{\"a\": }, {}]",
                "[{}, {\"a\": 'b'}]",
                "[{\"a\": \"b\n\"}]",
                "[NaN]",
                "[01]",
                "[{}, /* */ {}]"
            })
    void whatIsNoArrayIsRefusedWhereverItBreaks(String body) {
        assertThatThrownBy(() -> elements(body)).isInstanceOf(IOException.class);
    }

    @Test
    void whatIsNotInUtf8IsRefused() {
        assertThatThrownBy(() -> JsonArray.partsOf("[\"Zoë\"]".getBytes(ISO_8859_1), MOST))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> JsonArray.partsOf("[{}]".getBytes(StandardCharsets.UTF_16), MOST))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> JsonArray.partsOf("[{}]".getBytes(StandardCharsets.UTF_16LE), MOST))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> JsonArray.partsOf("[\"\u00ed\u00a0\u0080\"]".getBytes(ISO_8859_1), MOST))
                .as("an encoded surrogate")
                .isInstanceOf(IOException.class);
    }

    @Test
    void whatIsNestedWithoutEndIsRefusedAndWhatIsMerelyTooDeepForALeadIsNot() throws IOException {
        assertThatThrownBy(() -> elements("[".repeat(4_000_000))).isInstanceOf(IOException.class);
        String deep = "[".repeat(100) + "]".repeat(100);
        assertThat(elements("[" + deep + ",1]")).containsExactly(deep, "1");
    }

    private static List<String> elements(String body) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        return JsonArray.partsOf(bytes, MOST).stream()
                .map(part -> new String(bytes, part.from(), part.length(), UTF_8))
                .toList();
    }
}
