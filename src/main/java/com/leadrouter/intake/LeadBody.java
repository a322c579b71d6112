package com.leadrouter.intake;

import com.fasterxml.jackson.databind.JsonNode;
import com.leadrouter.lead.LeadDraft;
import com.leadrouter.platform.ProblemType;
import java.util.List;
import java.util.Map;

/** What reading a lead from a request's body came to. */
sealed interface LeadBody {

    /** It can be read as a lead, whatever it says. */
    sealed interface Readable extends LeadBody {

        LeadDraft draft();
    }

    /** JSON. */
    record Json(JsonNode json) implements Readable {
        @Override
        public LeadDraft draft() {
            return LeadDraft.of(json);
        }

        @Override
        public String toString() {
            return "Json[…]";
        }
    }

    /** The fields of a form, each with all the values that came for it. */
    record Form(Map<String, List<String>> fields) implements Readable {
        @Override
        public LeadDraft draft() {
            return LeadDraft.ofForm(fields);
        }

        @Override
        public String toString() {
            return "Form[…]";
        }
    }

    /** It cannot be read, or we do not read it. */
    record Unreadable(ProblemType type, String detail) implements LeadBody {}
}
