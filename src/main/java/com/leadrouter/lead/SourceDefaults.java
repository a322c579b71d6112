package com.leadrouter.lead;

import java.time.Duration;

/** What is configured of each source's leads, for whoever checks a lead that is not just being handed in. */
public interface SourceDefaults {

    /** Of a source that is not configured any more there is nothing but its name. */
    LeadDefaults of(String source);

    /** How long a second lead that asks for the same counts as its duplicate; of such a source, no time at all. */
    Duration duplicateWindowOf(String source);
}
