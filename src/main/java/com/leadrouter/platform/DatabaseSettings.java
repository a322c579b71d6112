package com.leadrouter.platform;

import static com.leadrouter.platform.InvalidSetting.check;

import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** How a start meets its database; directly below {@code lead-router}. */
record DatabaseSettings(
        @DefaultValue("60s") Duration databaseWait,
        @DefaultValue("false") boolean allowUnsafeDatabase) {

    DatabaseSettings {
        check(!databaseWait.isNegative(), "database-wait", "must not be negative");
    }
}
