/** Plays CAP Gateway and Kapture for tests and for a person: strict with every request, and made to fail at will. */
@NullMarked
package com.leadrouter.standin;

import org.jspecify.annotations.NullMarked;
