package com.leadrouter.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.leadrouter.Required;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The document as Redocly sees it, warnings included. */
class LintTest {

    @TempDir
    private Path directory;

    @Test
    void theDocumentIsWellMade() {
        assertThat(lint(Document.ofTheTree().text())).contains("Your API description is valid");
    }

    @Test
    void oneThatIsNotIsFound() {
        String broken = Document.ofTheTree().text().replace("firstName: Ada", "firstName: 1");

        assertThat(lint(broken)).contains("Example value must conform to the schema");
    }

    private String lint(String document) {
        Optional<File> redocly = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .map(place -> new File(place, "redocly"))
                .filter(File::canExecute)
                .findFirst();
        Required.REDOCLY.orSkip(redocly.isPresent(), "there is no redocly on this machine");
        try {
            Path file = Files.writeString(directory.resolve("openapi.yaml"), document);
            Path output = directory.resolve("output");
            // The house has no licence to name; nobody is asked over the network.
            ProcessBuilder builder = new ProcessBuilder(
                            redocly.orElseThrow().toString(),
                            "lint",
                            "--extends=recommended-strict",
                            "--skip-rule=info-license",
                            file.toString())
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment().put("REDOCLY_TELEMETRY", "off");
            builder.environment().put("REDOCLY_SUPPRESS_UPDATE_NOTICE", "true");
            Process process = builder.start();
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            return Files.readString(output, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
