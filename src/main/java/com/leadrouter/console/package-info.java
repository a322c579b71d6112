/** What operators see and do in a browser: pages over what {@code operations} knows and does, and nothing of its own. */
@ApplicationModule(
        displayName = "console",
        allowedDependencies = {"operations", "routing", "lead", "delivery", "kapture", "platform"})
@NullMarked
package com.leadrouter.console;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
