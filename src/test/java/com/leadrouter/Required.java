package com.leadrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What some tests need of the machine beside a JDK. Where it is missing they say so and are skipped; under
 * {@code LEAD_ROUTER_REQUIRE=browser,promtool} (CI sets it) they fail instead.
 */
public enum Required {
    BROWSER,
    PROMTOOL,
    /** The Debian package libfaketime. */
    FAKETIME,
    /** The right to mount a file system. */
    MOUNT,
    /** The linter for OpenAPI documents: {@code redocly} on the path. */
    REDOCLY;

    private static final String VARIABLE = "LEAD_ROUTER_REQUIRE";

    /** Skips the test that asks, or fails it where this is required. */
    public void orSkip(boolean isThere, String otherwise) {
        orSkip(isThere, otherwise, namedIn(System.getenv(VARIABLE)));
    }

    void orSkip(boolean isThere, String otherwise, Set<Required> required) {
        if (required.contains(this)) {
            assertThat(isThere)
                    .as("%s, and %s requires it", otherwise, VARIABLE)
                    .isTrue();
        }
        assumeTrue(isThere, otherwise);
    }

    /** A name that nobody knows is refused: it would let skip what it was meant to require. */
    static Set<Required> namedIn(@Nullable String list) {
        return Arrays.stream(list == null ? new String[0] : list.split(","))
                .filter(name -> !name.isBlank())
                .map(name -> valueOf(name.strip().toUpperCase(Locale.ROOT)))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Required.class)));
    }
}
