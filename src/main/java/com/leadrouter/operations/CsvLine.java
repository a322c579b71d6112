package com.leadrouter.operations;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A line of CSV as RFC 4180 has it. A cell that a spreadsheet would run as a formula gets an apostrophe before it; that is
 * also one with a phone number, which would be shown as a sum and without its plus. So does whatever within a cell would be
 * the beginning of another where spreadsheets split at something else than commas.
 */
final class CsvLine {

    private static final String BEGINS_FORMULA = "=+-@\uff1d\uff0b\uff0d\uff20\t\r\n";
    // Where a comma is for decimals, spreadsheets split at semicolons and know no quotes of ours; pasted text is split
    // at tabs.
    private static final Pattern BEGINS_CELL_WITHIN =
            Pattern.compile("([;|\\t\\r\\n]\"*[\\p{Z}\"]*)(?=[=+\\-@\uff1d\uff0b\uff0d\uff20])");
    private static final String PLAIN = " .:_+-'@/";

    private CsvLine() {}

    static String of(List<? extends @Nullable String> cells) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            if (i > 0) {
                line.append(',');
            }
            append(line, cells.get(i));
        }
        return line.append("\r\n").toString();
    }

    private static void append(StringBuilder line, @Nullable String cell) {
        if (cell == null || cell.isEmpty()) {
            return;
        }
        String inside = BEGINS_CELL_WITHIN.matcher(cell).replaceAll("$1'");
        String harmless = isFormula(cell) ? "'" + inside : inside;
        if (harmless.chars().allMatch(CsvLine::isPlain)) {
            line.append(harmless);
        } else {
            line.append('"').append(harmless.replace("\"", "\"\"")).append('"');
        }
    }

    // Blanks before it are no help: some programs drop them.
    private static boolean isFormula(String cell) {
        return cell.chars()
                .dropWhile(character -> Character.isSpaceChar(character))
                .limit(1)
                .anyMatch(character -> BEGINS_FORMULA.indexOf(character) >= 0);
    }

    private static boolean isPlain(int character) {
        return Character.isLetterOrDigit(character) || PLAIN.indexOf(character) >= 0;
    }
}
