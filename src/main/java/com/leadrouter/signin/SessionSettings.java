package com.leadrouter.signin;

import com.leadrouter.platform.InvalidSetting;
import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long somebody stays signed in at the console, {@code lead-router.operators-session}: without doing anything, and at
 * most. A page that keeps itself up to date counts as doing something.
 */
record SessionSettings(
        @DefaultValue("30m") Duration idle,
        @DefaultValue("12h") Duration atMost) {

    static final String PREFIX = "lead-router.operators-session";

    private static final Duration SHORTEST = Duration.ofMinutes(1);

    SessionSettings {
        InvalidSetting.check(idle.compareTo(SHORTEST) >= 0, "idle", "must be a minute or longer");
        InvalidSetting.check(atMost.compareTo(idle) >= 0, "at-most", "must not be shorter than idle");
    }
}
