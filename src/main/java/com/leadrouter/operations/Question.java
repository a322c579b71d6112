package com.leadrouter.operations;

import com.leadrouter.lead.LeadId;

/** Whom a destination is asked for. */
sealed interface Question {

    /** What it is noted under. */
    String subject();

    /** A customer. */
    record OfCustomer(long id) implements Question {
        @Override
        public String subject() {
            return Long.toString(id);
        }
    }

    /** The person of a lead whose customer the delivery was not told. */
    record OfLead(LeadId id) implements Question {
        @Override
        public String subject() {
            return id.toString();
        }
    }
}
