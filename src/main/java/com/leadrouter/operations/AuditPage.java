package com.leadrouter.operations;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Some of what operators have done, newest first, and where the next page begins; null where this is the last. */
public record AuditPage(List<Entry> entries, @Nullable String nextCursor) {

    public AuditPage {
        entries = List.copyOf(entries);
    }

    /**
     * Who did what to which thing, to how many, and why. The target of what is done to one lead or delivery begins with the
     * lead's id.
     */
    public record Entry(
            Instant at,
            String operator,
            String action,
            String target,
            int count,
            @Nullable String reason) {}
}
