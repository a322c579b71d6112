/** Lets operators in, at the API and at the console, and nobody else. */
@ApplicationModule(
        displayName = "signin",
        allowedDependencies = {"platform"})
@NullMarked
package com.leadrouter.signin;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
