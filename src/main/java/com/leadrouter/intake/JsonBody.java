package com.leadrouter.intake;

import com.fasterxml.jackson.databind.JsonNode;
import com.leadrouter.platform.ProblemType;

/** What reading a request's body as JSON came to. */
sealed interface JsonBody {

    /** It is JSON, whatever it says. */
    record Json(JsonNode json) implements JsonBody {
        @Override
        public String toString() {
            return "Json[…]";
        }
    }

    /** It is not, or we do not read it. */
    record Unreadable(ProblemType type, String detail) implements JsonBody {}
}
