package com.leadrouter.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.leadrouter.delivery.DeliveryStatus;
import com.leadrouter.delivery.LeadStatus;
import com.leadrouter.delivery.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a page says there are words for, and no words are left that no page says. */
class ConsoleWordsTest {

    private static final Pattern KEY =
            Pattern.compile("(?<=[\"'{(])console\\.(?!css|js)[A-Za-z-]+(\\.[A-Za-z-]+)*\\.?");
    private static final Path TEMPLATES = Path.of("src/main/resources/templates/console");
    private static final Path CODE = Path.of("src/main/java/com/leadrouter/console");

    private final Set<String> words = ResourceBundle.getBundle("messages", Locale.ROOT).keySet().stream()
            .filter(key -> key.startsWith("console."))
            .collect(Collectors.toCollection(TreeSet::new));

    @Test
    void everyKeyHasItsWords() throws IOException {
        assertThat(words).containsAll(used().filter(key -> !key.endsWith(".")).toList());
    }

    @Test
    void everyWordIsUsed() throws IOException {
        Set<String> used = used().collect(Collectors.toSet());
        assertThat(words.stream()
                        .filter(word -> used.stream()
                                .noneMatch(key -> key.equals(word) || (key.endsWith(".") && word.startsWith(key)))))
                .isEmpty();
    }

    @Test
    void everyStateHasItsWords() {
        assertThat(words)
                .containsAll(keys("console.lead-status.", LeadStatus.values()))
                .containsAll(keys("console.delivery-status.", DeliveryStatus.values()))
                .containsAll(keys("console.event.settled.", DeliveryStatus.values()))
                .containsAll(keys("console.outcome.", Outcome.values()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"th:utext", "style=\"", "onclick", "__${", "javascript:"})
    void noTemplateMakesCodeOfText(String dangerous) throws IOException {
        try (Stream<Path> templates = Files.walk(TEMPLATES)) {
            assertThat(templates.filter(Files::isRegularFile))
                    .isNotEmpty()
                    .allSatisfy(template -> assertThat(template).content().doesNotContain(dangerous));
        }
    }

    private static List<String> keys(String prefix, Enum<?>[] values) {
        return Arrays.stream(values).map(value -> prefix + value.name()).toList();
    }

    private static Stream<String> used() throws IOException {
        try (Stream<Path> files = Stream.of(TEMPLATES, CODE).flatMap(ConsoleWordsTest::filesIn)) {
            return files.flatMap(file -> keysIn(file).stream()).toList().stream();
        }
    }

    private static Stream<Path> filesIn(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> keysIn(Path file) {
        try {
            return KEY.matcher(Files.readString(file))
                    .results()
                    .map(MatchResult::group)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
