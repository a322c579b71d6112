package com.leadrouter.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvLineTest {

    @Test
    void cellsAreSeparatedByCommasAndNothingIsNothing() {
        assertThat(CsvLine.of(Arrays.asList("a", null, "", "b c"))).isEqualTo("a,,,b c\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=1+1",
                "+1",
                "-1",
                "@SUM(A1)",
                "\t=1",
                "\r=1",
                "\n=1",
                "  =1",
                "\u00a0=1",
                "＝1",
                "＋1",
                "－1",
                "＠x"
            })
    void aFormulaIsNone(String cell) {
        String line = CsvLine.of(List.of(cell));

        assertThat(line.replaceFirst("^\"", "")).startsWith("'" + cell.charAt(0));
        assertThat(line.replaceAll("^\"|\"?\r\n$", "").replace("'", "")).isEqualTo(cell);
    }

    /** Where a comma is for decimals, a line is split at semicolons, whatever the quotes; and what is pasted at tabs. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "x;=1+1;y",
                "x; =1+1",
                "x;\"=1+1\"",
                "x\t@SUM(A1)",
                "\n=1",
                "\t=1",
                "x\n+1",
                "x|-1",
                ";＝1",
                "x;\u00a0=1"
            })
    void nothingWithinACellIsAFormulaWhereSpreadsheetsSplitElsewhere(String cell) {
        assertThat(CsvLine.of(List.of(cell)).split("[;|\t\r\n]+"))
                .noneMatch(part -> part.matches("[\\p{Z}\"]*[=+\\-@＝＋－＠].*"));
    }

    @Test
    void whatSeparatesIsQuotedAndQuotesAreDoubled() {
        assertThat(CsvLine.of(List.of("a,b", "a;b", "say \"hello\"", "two\nlines")))
                .isEqualTo("\"a,b\",\"a;b\",\"say \"\"hello\"\"\",\"two\nlines\"\r\n");
    }
}
