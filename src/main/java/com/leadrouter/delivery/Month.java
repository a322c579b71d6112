package com.leadrouter.delivery;

import java.time.YearMonth;
import java.time.format.DateTimeFormatter;

/** A month in which leads were handed in, which has partitions of its own. */
record Month(YearMonth month) {

    private static final DateTimeFormatter SUFFIX = DateTimeFormatter.ofPattern("uuuu_MM");

    /** The statement with the end of the partitions' names in the place of {@code %1$s}. */
    String of(String sql) {
        return sql.formatted(month.format(SUFFIX));
    }

    @Override
    public String toString() {
        return month.toString();
    }
}
