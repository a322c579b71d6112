/** May use nothing, and does: a fault that the module test has to find. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package com.leadrouter.planted.stable;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
