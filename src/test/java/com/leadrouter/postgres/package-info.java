/** Real PostgreSQL servers for tests and for test-run. */
@NullMarked
package com.leadrouter.postgres;

import org.jspecify.annotations.NullMarked;
