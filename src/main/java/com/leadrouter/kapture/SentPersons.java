package com.leadrouter.kapture;

import com.leadrouter.kapture.KaptureSettings.OnExisting;
import com.leadrouter.kapture.SentPerson.Way;
import com.leadrouter.lead.DestinationName;
import com.leadrouter.lead.Lead;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Says of the leads of the configured Kapture destinations what they have told Kapture, and in which time zone it lives. */
@Component
public final class SentPersons {

    private final KaptureTenants tenants;

    SentPersons(KaptureTenants tenants) {
        this.tenants = tenants;
    }

    /** What a lead that was delivered in that way has told of its person. */
    public SentPerson of(DestinationName destination, Lead lead, Way way) {
        KaptureSettings settings = settings(destination);
        Map<String, String> body =
                new KaptureRequests(AddDefaults.of(settings.defaults()), settings.onExisting()).add(lead);
        @Nullable String name = body.get(AddField.CUSTOMER_NAME.wireName());
        return switch (way) {
            case ADDED -> new SentPerson(name, phone(lead), email(lead));
            case UPDATED ->
                settings.onExisting() == OnExisting.SOURCE_ONLY
                        ? SentPerson.NOTHING
                        : new SentPerson(name, phone(lead), email(lead));
            // Which of phone and e-mail is this customer's, is not on record.
            case UPDATED_ONE_OF_TWO ->
                settings.onExisting() == OnExisting.SOURCE_ONLY ? SentPerson.NOTHING : new SentPerson(name, null, null);
        };
    }

    /** Whether customers are named otherwise than their leads' persons. */
    public boolean haveNamesOfTheirOwn(DestinationName destination) {
        return settings(destination).defaults().entrySet().stream()
                .anyMatch(configured -> AddField.named(configured.getKey()).equals(Optional.of(AddField.CUSTOMER_NAME))
                        && !configured.getValue().isBlank());
    }

    /** The tenant's local time, which a day is counted in. */
    public ZoneId timeZoneOf(DestinationName destination) {
        return settings(destination).timeZone();
    }

    private KaptureSettings settings(DestinationName destination) {
        return tenants.find(destination)
                .map(KaptureTenants.Tenant::settings)
                .orElseThrow(() -> new IllegalArgumentException("no customers at " + destination));
    }

    private static @Nullable String phone(Lead lead) {
        return KapturePhone.of(lead).map(KapturePhone::e164).orElse(null);
    }

    private static @Nullable String email(Lead lead) {
        @Nullable String email = lead.contact().emailAddress();
        return email == null ? null : email.toLowerCase(Locale.ROOT);
    }
}
