package com.leadrouter.lead;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.apache.hc.core5.net.InetAddressUtils;
import org.jspecify.annotations.Nullable;

/**
 * Makes a lead of what was sent: defaults filled in, and the values that have one form among many read into it. Where
 * a field is faulty the lead holds nothing, or a stand-in where it must hold something or where nothing would itself
 * look like a fault.
 */
final class Normalising {

    private static final Pointer CONTACT = Pointer.ROOT.to("contact");
    private static final Pointer EMAIL = CONTACT.to("emailAddress");
    private static final Pointer PHONE = CONTACT.to("phoneNumber");
    private static final Pointer COUNTRY = CONTACT.to("address").to("country");
    private static final String STAND_IN_NAME = "?";
    private static final String STAND_IN_EMAIL = "someone@example.com";

    private final Sent sent;
    private final LeadDefaults defaults;
    private final Instant now;
    private final Faults faults;

    Normalising(Sent sent, LeadDefaults defaults, Instant now, Faults faults) {
        this.sent = sent;
        this.defaults = defaults;
        this.now = now;
        this.faults = faults;
    }

    Lead lead() {
        return new Lead(
                defaults.source(),
                sent.externalReferenceId(),
                or(Pointer.ROOT.to("campaignId"), sent.campaignId(), defaults.campaignId()),
                enquiryType(),
                enquiryDateTime(),
                or(Pointer.ROOT.to("acquisitionChannel"), sent.acquisitionChannel(), defaults.acquisitionChannel()),
                ipAddress(),
                contact(sent.contact()),
                sent.optInConsents(),
                sent.vehicle().name() == null
                        ? null
                        : new Lead.Vehicle(sent.vehicle().name()),
                sent.attributes());
    }

    private Lead.Contact contact(Sent.Contact contact) {
        if (contact.emailAddress() == null && contact.phoneNumber() == null && !faults.at(EMAIL) && !faults.at(PHONE)) {
            faults.add(CONTACT, FaultCode.EMAIL_OR_PHONE_REQUIRED);
        }
        String country = country(contact.address().country());
        return new Lead.Contact(
                contact.firstName() == null ? STAND_IN_NAME : contact.firstName(),
                contact.lastName() == null ? STAND_IN_NAME : contact.lastName(),
                faults.at(EMAIL) ? STAND_IN_EMAIL : contact.emailAddress(),
                phone(contact.phoneNumber(), country),
                contact.gender(),
                new Lead.Address(
                        contact.address().postcode(),
                        contact.address().city(),
                        contact.address().state(),
                        country));
    }

    private @Nullable String country(@Nullable String text) {
        if (text == null) {
            return or(COUNTRY, null, defaults.region());
        }
        // Only ASCII letters have a case that is forgiven: a dotless i is no I.
        String code = text.matches("[A-Za-z]{2}") ? text.toUpperCase(Locale.ROOT) : "";
        return read(
                COUNTRY, FaultCode.INVALID_COUNTRY, code, c -> Optional.of(c).filter(Countries::isCode));
    }

    private @Nullable String phone(@Nullable String text, @Nullable String country) {
        if (text != null && faults.at(COUNTRY) && !PhoneNumbers.hasPrefix(text)) {
            return null; // without its country nothing can be said of it
        }
        return read(PHONE, FaultCode.INVALID_PHONE, text, number -> PhoneNumbers.e164(number, country));
    }

    private @Nullable EnquiryType enquiryType() {
        Pointer field = Pointer.ROOT.to("enquiryType");
        EnquiryType type = read(field, FaultCode.INVALID_ENQUIRY_TYPE, sent.enquiryType(), EnquiryType::of);
        return or(field, type, defaults.enquiryType());
    }

    private Instant enquiryDateTime() {
        Pointer field = Pointer.ROOT.to("enquiryDateTime");
        Instant time = read(field, FaultCode.INVALID_DATE_TIME, sent.enquiryDateTime(), EnquiryTimes::read);
        if (time == null) {
            return now;
        }
        EnquiryTimes.faultOf(time, now).ifPresent(code -> faults.add(field, code));
        return time;
    }

    private @Nullable String ipAddress() {
        return read(
                Pointer.ROOT.to("ipAddress"),
                FaultCode.INVALID_IP_ADDRESS,
                sent.ipAddress(),
                text -> Optional.of(text).filter(Normalising::isLiteral));
    }

    private static boolean isLiteral(String text) {
        if (text.indexOf('%') >= 0) {
            return false; // the zone of an interface means nothing on another machine
        }
        return InetAddressUtils.isIPv4(text)
                || InetAddressUtils.isIPv6(text)
                || InetAddressUtils.isIPv4MappedIPv6(text);
    }

    private <T> @Nullable T read(
            Pointer field, String code, @Nullable String text, Function<String, Optional<T>> read) {
        if (text == null) {
            return null;
        }
        Optional<T> value = read.apply(text);
        if (value.isEmpty()) {
            faults.add(field, code);
        }
        return value.orElse(null);
    }

    private <T> @Nullable T or(Pointer field, @Nullable T value, @Nullable T byDefault) {
        return value == null && !faults.at(field) ? byDefault : value;
    }
}
