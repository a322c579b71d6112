package com.leadrouter.platform;

import jakarta.servlet.Filter;
import org.springframework.context.annotation.Bean;

/** A door behind the service's own through which only one small request fits at a time. */
public final class NarrowDoor {

    /** No body of a KiB or more fits. */
    public static final int TOO_MUCH = 1024;

    @Bean
    Filter narrowDoor() {
        return new Doorkeeper(32 * 1024);
    }
}
