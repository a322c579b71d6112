/** A car maker's website with a form, for a person who plays with the service and for tests with a real browser. */
@NullMarked
package com.leadrouter.demo;

import org.jspecify.annotations.NullMarked;
