/** The words that everyone uses: what a valid lead is, and the stored lead. */
@ApplicationModule(
        displayName = "lead",
        allowedDependencies = {"platform"})
@NullMarked
package com.leadrouter.lead;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
