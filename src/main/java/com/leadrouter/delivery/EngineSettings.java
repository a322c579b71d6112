package com.leadrouter.delivery;

import static com.leadrouter.platform.InvalidSetting.check;

import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What concerns the whole engine, directly below {@code lead-router}: the lease is how long a claimed delivery belongs
 * to its worker without a sign of life; {@code start-paused} is for the first start after a restore.
 */
record EngineSettings(
        @DefaultValue("30s") Duration lease,
        @DefaultValue("false") boolean startPaused) {

    EngineSettings {
        check(lease.compareTo(Duration.ofSeconds(1)) >= 0, "lease", "must be at least 1s");
    }
}
