package com.leadrouter.platform;

import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long what concerns a person is kept: {@code lead-router.retention}; 0 keeps for ever. {@code calls} are what
 * destinations have answered; they go with their lead, if not before.
 */
public record RetentionSettings(
        @DefaultValue("365d") Duration leads,
        @DefaultValue("90d") Duration calls) {

    public static final String PREFIX = "lead-router.retention";

    public RetentionSettings {
        InvalidSetting.check(!leads.isNegative(), "leads", "must not be below 0");
        InvalidSetting.check(!calls.isNegative(), "calls", "must not be below 0");
    }
}
