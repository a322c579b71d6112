/** Decides where a lead goes and can say why; pure. */
@ApplicationModule(
        displayName = "routing",
        allowedDependencies = {"lead", "platform"})
@NullMarked
package com.leadrouter.routing;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
