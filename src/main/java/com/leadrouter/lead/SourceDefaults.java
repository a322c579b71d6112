package com.leadrouter.lead;

/** What is configured of each source's leads, for whoever checks a lead that is not just being handed in. */
public interface SourceDefaults {

    /** Of a source that is not configured any more there is nothing but its name. */
    LeadDefaults of(String source);
}
