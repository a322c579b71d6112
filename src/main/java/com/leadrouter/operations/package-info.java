/** What senders and operators may see of leads, and what operators may do. */
@ApplicationModule(
        displayName = "operations",
        allowedDependencies = {"lead", "delivery", "routing", "kapture", "platform"})
@NullMarked
package com.leadrouter.operations;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
