package com.leadrouter.delivery;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * One fault that a destination named: the property as the destination calls it (where it named one), its message, and
 * a code where the message is ours.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DeliveryError(
        @Nullable String property, String message, @Nullable String code) {

    public static DeliveryError of(@Nullable String property, String message) {
        return new DeliveryError(property, message, null);
    }

    public static DeliveryError ours(String code, String message) {
        return new DeliveryError(null, message, code);
    }

    // The destination's words may repeat the person's data.
    @Override
    public String toString() {
        return "DeliveryError[" + property + ", " + code + "]";
    }
}
