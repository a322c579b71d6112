package com.leadrouter.platform;

import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** How a destination is spoken to over HTTP: {@code lead-router.destinations.<name>.http}. */
record HttpSettings(
        @DefaultValue("5s") Duration connectTimeout,
        @DefaultValue("30s") Duration responseTimeout,
        @DefaultValue("true") boolean propagateTrace) {

    HttpSettings {
        InvalidSetting.check(connectTimeout.toMillis() > 0, "connect-timeout", "must be longer than 0");
        InvalidSetting.check(responseTimeout.toMillis() > 0, "response-timeout", "must be longer than 0");
    }
}
