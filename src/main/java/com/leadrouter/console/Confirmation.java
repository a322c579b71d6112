package com.leadrouter.console;

import com.leadrouter.lead.Violation;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is asked once before something is done: in words, with the number of what it concerns. {@code days} is the zone
 * that the days are of, where a time is asked for too.
 */
record Confirmation(
        String title,
        List<String> lines,
        String label,
        boolean danger,
        String action,
        String back,
        Map<String, String> hidden,
        @Nullable String days,
        @Nullable String refusal,
        List<Violation> faults) {

    Confirmation {
        lines = List.copyOf(lines);
        hidden = Map.copyOf(hidden);
        faults = List.copyOf(faults);
    }

    Confirmation(String title, List<String> lines, String label, boolean danger, String action, String back) {
        this(title, lines, label, danger, action, back, Map.of(), null, null, List.of());
    }

    Confirmation with(Map<String, String> fields) {
        return new Confirmation(title, lines, label, danger, action, back, fields, days, refusal, faults);
    }

    Confirmation withDays(String zone) {
        return new Confirmation(title, lines, label, danger, action, back, hidden, zone, refusal, faults);
    }

    /** Asked again, since it was refused. */
    Confirmation refused(String why, List<Violation> found) {
        return new Confirmation(title, lines, label, danger, action, back, hidden, days, why, found);
    }
}
