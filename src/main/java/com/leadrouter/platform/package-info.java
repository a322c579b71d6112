/** Technical ground that everyone may use and that knows nothing of leads. */
@ApplicationModule(
        displayName = "platform",
        allowedDependencies = {})
@NullMarked
package com.leadrouter.platform;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
