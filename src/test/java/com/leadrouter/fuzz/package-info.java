/** Requests that nobody would think of, by the thousand: what the front door says to them, how fast, and what stays. */
@NullMarked
package com.leadrouter.fuzz;

import org.jspecify.annotations.NullMarked;
