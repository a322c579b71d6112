/** Tells the world what the HTTP interface is: the document, and a page to read and try it. */
@ApplicationModule(
        displayName = "openapi",
        allowedDependencies = {})
@NullMarked
package com.leadrouter.openapi;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
