/** Speaks CAP Gateway; nothing else in the service does. */
@ApplicationModule(
        displayName = "cap",
        allowedDependencies = {"lead", "delivery", "platform"})
@NullMarked
package com.leadrouter.cap;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
