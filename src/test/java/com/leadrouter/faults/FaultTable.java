package com.leadrouter.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The rows as they were measured, in Markdown, written anew with each row so that a run that breaks off leaves them. */
final class FaultTable {

    private static final String HEAD = """
            | fault | leads | lost | stuck | conservation | doubled (CAP, Kapture) | late | notes |
            | --- | ---: | ---: | ---: | ---: | ---: | ---: | --- |
            """;

    private final Path file;
    private final List<String> lines = new ArrayList<>();
    private final List<String> measures = new ArrayList<>();

    FaultTable(Path file) {
        this.file = file;
    }

    void add(Row row, Verdict verdict) {
        write("| %s | %d | %d | %d | %d | %d, %d | %d | %s |"
                .formatted(
                        row.name(),
                        verdict.leads(),
                        verdict.lost(),
                        verdict.stuck(),
                        verdict.conservation(),
                        verdict.doubledCap(),
                        verdict.doubledKapture(),
                        verdict.late(),
                        verdict.notes()));
    }

    void skipped(Row row, String why) {
        write("| %s | | | | | | | NOT RUN: %s |".formatted(row.name(), why));
    }

    void measured(String what) {
        System.out.println(what);
        measures.add("- " + what);
        write();
    }

    private void write(String line) {
        System.out.println(line);
        lines.add(line);
        write();
    }

    private void write() {
        String text = HEAD + String.join("\n", lines) + "\n"
                + (measures.isEmpty() ? "" : "\n" + String.join("\n", measures) + "\n");
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
