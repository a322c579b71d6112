/** The front door: who may hand in leads, and how a lead becomes durable before its 202. */
@ApplicationModule(
        displayName = "intake",
        allowedDependencies = {"lead", "routing", "delivery", "platform"})
@NullMarked
package com.leadrouter.intake;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
