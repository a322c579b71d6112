package com.leadrouter.kapture;

import com.leadrouter.lead.Lead;
import com.leadrouter.platform.InvalidSetting;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the fields of Add say beyond the person's own data: {@code defaults} of the destination's settings. */
final class AddDefaults {

    private static final Map<AddField, String> BUILT_IN = Map.of(
            AddField.COUNTRY, "India",
            AddField.COUNTRY_CODE, "+91",
            AddField.CAMPAIGN_NAME, "{acquisitionChannel}",
            AddField.SEC_SOURCE, "{source}",
            AddField.TERT_SOURCE, "{enquiryType} {vehicle.name}");

    // One value for all leads would make one customer of all persons.
    private static final Set<AddField> IDENTITY =
            EnumSet.of(AddField.PHONE, AddField.EMAIL_ID, AddField.KAPTURE_CUSTOMER_ID, AddField.CONTACT_ID);

    private final Map<AddField, Template> templates = new EnumMap<>(AddField.class);

    private AddDefaults() {
        BUILT_IN.forEach((field, text) -> templates.put(field, new Template(text)));
    }

    /** Reads what is configured, field to text; {@link InvalidSetting} names the key that is wrong. */
    static AddDefaults of(Map<String, String> configured) {
        AddDefaults defaults = new AddDefaults();
        configured.forEach((name, text) -> {
            String key = "defaults." + name;
            AddField field =
                    AddField.named(name).orElseThrow(() -> new InvalidSetting(key, "is no field of Kapture's Add"));
            InvalidSetting.check(
                    text.isBlank() || !IDENTITY.contains(field),
                    key,
                    "cannot have a default: it tells one customer from another");
            try {
                defaults.templates.put(field, new Template(text));
            } catch (IllegalArgumentException e) {
                throw new InvalidSetting(key, String.valueOf(e.getMessage()));
            }
        });
        return defaults;
    }

    /** The field's text for this lead; blank where there is no default. */
    String fill(AddField field, Lead lead) {
        @Nullable Template template = templates.get(field);
        return template == null ? "" : template.fill(lead);
    }
}
