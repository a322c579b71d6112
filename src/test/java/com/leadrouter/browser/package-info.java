/** What a person sees: a real browser on real pages. */
@NullMarked
package com.leadrouter.browser;

import org.jspecify.annotations.NullMarked;
