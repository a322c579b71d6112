package com.leadrouter.kapture;

import com.leadrouter.lead.Lead;
import com.leadrouter.lead.Violation;
import com.leadrouter.platform.RemoteCallsFixture;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What goes to Kapture, for tests of other packages: with the pre-flight and without it. */
public final class KaptureWire {

    public static final String ADD = "/add-update-enquiry";

    private static final Map<String, String> PROPERTIES = Map.of(
            "lead-router.destinations.kapture.base-url", "https://example.kapturecrm.com",
            "lead-router.destinations.kapture.auth-key", "key");

    private KaptureWire() {}

    /** What a courier finds wrong with the lead. */
    public static List<Violation> preflight(Lead lead) {
        return new KaptureCourierType(
                        RemoteCallsFixture.settings(PROPERTIES),
                        RemoteCallsFixture.remoteCalls(PROPERTIES),
                        new RememberedCustomers(),
                        new KaptureTenants())
                .open(ScriptedKapture.NAME)
                .preflight(lead);
    }

    /** The fields of that courier's Add. */
    public static Map<String, String> add(Lead lead) {
        return new KaptureRequests(AddDefaults.of(Map.of()), KaptureSettings.OnExisting.UPDATE).add(lead);
    }

    /** The same as if nobody had looked at the lead: its phone and e-mail as they are. */
    public static Map<String, String> unseen(Lead lead) {
        Map<String, String> fields = add(lead);
        fields.put("phone", orBlank(lead.contact().phoneNumber()));
        fields.put("email_id", orBlank(lead.contact().emailAddress()));
        return fields;
    }

    private static String orBlank(@Nullable String text) {
        return text == null ? "" : text;
    }
}
