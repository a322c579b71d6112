package com.leadrouter.intake;

import com.leadrouter.platform.ProblemType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Gathers the fields of one form, in the order in which they came. */
final class FormFields {

    /** Far more than a page has; a lead has room for 50 attributes beside its own fields. */
    private static final int MOST = 500;

    /** Browsers write into a field of this name in which encoding they sent the form. */
    private static final String ENCODING = "_charset_";

    private final Map<String, List<String>> fields = new LinkedHashMap<>();
    private int count;

    void add(String name, String value) {
        if (++count <= MOST) {
            fields.computeIfAbsent(name, first -> new ArrayList<>(1)).add(value);
        }
    }

    boolean isFull() {
        return count > MOST;
    }

    LeadBody body() {
        if (isFull()) {
            return new LeadBody.Unreadable(ProblemType.MALFORMED_REQUEST, "At most " + MOST + " fields are read.");
        }
        List<String> encodings = fields.remove(ENCODING);
        if (encodings != null && !encodings.stream().allMatch(FormFields::isOurs)) {
            return new LeadBody.Unreadable(
                    ProblemType.UNSUPPORTED_MEDIA_TYPE,
                    "Forms are taken in UTF-8: give them accept-charset=\"utf-8\".");
        }
        return new LeadBody.Form(fields);
    }

    private static boolean isOurs(String encoding) {
        return encoding.isBlank()
                || encoding.equalsIgnoreCase("utf-8")
                || encoding.equalsIgnoreCase("utf8")
                || encoding.equalsIgnoreCase("us-ascii");
    }
}
