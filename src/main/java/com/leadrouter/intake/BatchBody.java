package com.leadrouter.intake;

import com.leadrouter.platform.ProblemType;

/** What reading a batch from a request's body came to. */
sealed interface BatchBody {

    /** It is one, whatever its leads say. */
    record Readable(Batch batch) implements BatchBody {}

    /** It is none, or we do not read it. */
    record Unreadable(ProblemType type, String detail) implements BatchBody {}
}
