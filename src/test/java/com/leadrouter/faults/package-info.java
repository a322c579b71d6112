/** The fault matrix: what becomes of leads when a process, the database, the network or a destination fails. */
@NullMarked
package com.leadrouter.faults;

import org.jspecify.annotations.NullMarked;
