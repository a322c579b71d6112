/** May use {@code stable}. */
@ApplicationModule(allowedDependencies = {"stable"})
@NullMarked
package com.leadrouter.planted.changing;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
