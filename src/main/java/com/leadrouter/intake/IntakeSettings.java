package com.leadrouter.intake;

import com.leadrouter.platform.InvalidSetting;
import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** How long an idempotency key is remembered: {@code lead-router.idempotency}. */
record IntakeSettings(@DefaultValue("30d") Duration idempotency) {

    static final String PREFIX = "lead-router";

    IntakeSettings {
        InvalidSetting.check(idempotency.isPositive(), "idempotency", "must be longer than 0");
    }
}
