package com.leadrouter.lead;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What operators change of leads, for tests of other packages that do without Spring. */
public final class LeadChangesFixture {

    private LeadChangesFixture() {}

    public static LeadChanges changes(JdbcClient jdbc, ObjectMapper json) {
        return new LeadChanges(jdbc, json);
    }
}
