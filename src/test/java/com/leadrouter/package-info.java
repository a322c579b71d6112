@NullMarked
package com.leadrouter;

import org.jspecify.annotations.NullMarked;
