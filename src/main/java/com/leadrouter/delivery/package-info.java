/** Carries leads to their destinations and keeps the record. */
@ApplicationModule(
        displayName = "delivery",
        allowedDependencies = {"lead", "platform"})
@NullMarked
package com.leadrouter.delivery;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
