/** Speaks Kapture CRM; nothing else in the service does. */
@ApplicationModule(
        displayName = "kapture",
        allowedDependencies = {"lead", "delivery", "platform"})
@NullMarked
package com.leadrouter.kapture;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
