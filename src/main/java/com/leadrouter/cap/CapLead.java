package com.leadrouter.cap;

import com.leadrouter.cap.CapSettings.Campaign;
import com.leadrouter.cap.CapSettings.ConsentNames;
import com.leadrouter.cap.CapSettings.Need;
import com.leadrouter.lead.Lead;
import com.leadrouter.lead.LeadId;
import com.leadrouter.lead.Violation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A lead in CAP's words: the values that would be sent, and the faults for which CAP would surely refuse them (CAP
 * contract, sections 2.1, 6 and 7). The one definition for the check at the door and for the request.
 */
final class CapLead {

    // The form only; which of them exist, CAP knows. Letter case is that of ASCII.
    private static final Pattern POSTCODE =
            Pattern.compile("(GIR(?=0AA)|[A-Z]{1,2}[0-9][A-Z0-9]?)([0-9][A-Z]{2})", Pattern.CASE_INSENSITIVE);
    private static final Pattern BLANKS = Pattern.compile("[\\s\\p{Z}]+");
    // The islands share the British postcodes.
    private static final Set<String> BRITISH = Set.of("GB", "GG", "JE", "IM");
    private static final String BRITISH_PREFIX = "+44";
    private static final String OF_THE_PERSON = "#/contact";

    private final List<Violation> faults = new ArrayList<>();
    private final Lead lead;
    private final CapSettings settings;
    private final @Nullable String campaignId;
    private final @Nullable String enquiryType;
    private final @Nullable String acquisitionChannel;
    private final @Nullable String vehicle;
    private final @Nullable String firstName;
    private final @Nullable String lastName;
    private final @Nullable String emailAddress;
    private final @Nullable String phoneNumber;
    private final @Nullable String postcode;

    CapLead(Lead lead, CapSettings settings) {
        this.lead = lead;
        this.settings = settings;
        Optional<Map.Entry<String, Campaign>> listed =
                Optional.ofNullable(lead.campaignId()).flatMap(settings::listed);
        Campaign campaign = listed.map(Map.Entry::getValue).orElse(Campaign.UNLISTED);
        Lead.Contact contact = lead.contact();
        campaignId = campaignId(listed.map(Map.Entry::getKey));
        enquiryType = present(
                lead.enquiryType() == null ? null : lead.enquiryType().text(), "#/enquiryType", "an enquiry type");
        acquisitionChannel = present(lead.acquisitionChannel(), "#/acquisitionChannel", "an acquisition channel");
        vehicle = vehicle(campaign.vehicles());
        firstName = present(contact.firstName(), "#/contact/firstName", "a first name");
        lastName = present(contact.lastName(), "#/contact/lastName", "a last name");
        emailAddress = present(contact.emailAddress(), "#/contact/emailAddress", "an e-mail address");
        phoneNumber = phoneNumber(campaign.phone());
        postcode = postcode(campaign.postcode());
    }

    List<Violation> faults() {
        return List.copyOf(faults);
    }

    /** Whether one of the faults is the person's to mend; the others are of how the source or we are set up. */
    boolean hasFaultOfThePerson() {
        return faults.stream().anyMatch(fault -> fault.pointer().startsWith(OF_THE_PERSON));
    }

    /** The request, with what is faulty left out. */
    CapRequest request(LeadId leadId) {
        return new CapRequest(
                new CapRequest.Metadata(
                        campaignId,
                        settings.enquiryDateTime(lead.enquiryDateTime()),
                        leadId.toString(),
                        enquiryType,
                        lead.ipAddress(),
                        acquisitionChannel == null ? null : new CapRequest.EnquirySource(acquisitionChannel)),
                new CapRequest.ContactDetail(
                        firstName,
                        lastName,
                        emailAddress,
                        phoneNumber,
                        postcode == null ? null : new CapRequest.Address(postcode)),
                consents(settings.consentNames()),
                vehicle == null ? null : new CapRequest.Vehicle(vehicle));
    }

    private Map<String, @Nullable Boolean> consents(ConsentNames names) {
        Map<String, @Nullable Boolean> consents = new LinkedHashMap<>();
        consents.put(names.email(), lead.optInConsents().email());
        consents.put(names.phone(), lead.optInConsents().phone());
        consents.put(names.sms(), lead.optInConsents().sms());
        consents.put(names.post(), lead.optInConsents().post());
        return consents;
    }

    // Sent as listed, since that is how CAP supplied it; one that is not listed as the source spells it.
    private @Nullable String campaignId(Optional<String> listed) {
        String pointer = "#/campaignId";
        String given = present(lead.campaignId(), pointer, "a campaign");
        if (given == null) {
            return null;
        }
        if (!CapSettings.isCampaignId(given)) {
            return fault(pointer, "invalid-campaign-id", "the campaign id must be a GUID");
        }
        if (listed.isEmpty() && settings.strictCampaigns()) {
            return fault(pointer, "unknown-campaign", "there is no such campaign");
        }
        return listed.orElse(given);
    }

    // CAP compares names exactly; a source's letter case is forgiven and the listed spelling sent.
    private @Nullable String vehicle(List<String> listed) {
        String given = present(lead.vehicle() == null ? null : lead.vehicle().name(), "#/vehicle", "a vehicle");
        if (given == null || listed.isEmpty() || listed.contains(given)) {
            return given;
        }
        return listed.stream()
                .filter(given::equalsIgnoreCase)
                .findFirst()
                .orElseGet(() ->
                        fault("#/vehicle/name", "unknown-vehicle", "the vehicle is none of those of the campaign"));
    }

    // CAP names no form for numbers of other countries.
    private @Nullable String phoneNumber(Need need) {
        String pointer = "#/contact/phoneNumber";
        String number = need == Need.REQUIRED
                ? present(lead.contact().phoneNumber(), pointer, "a phone number")
                : lead.contact().phoneNumber();
        if (number == null || need == Need.OMIT) {
            return null;
        }
        if (number.startsWith(BRITISH_PREFIX)) {
            return number;
        }
        return need == Need.REQUIRED ? fault(pointer, "invalid-phone", "a British phone number is required") : null;
    }

    private @Nullable String postcode(Need need) {
        String pointer = "#/contact/address/postcode";
        Lead.Address address = lead.contact().address();
        String given = need == Need.REQUIRED ? present(address.postcode(), pointer, "a postcode") : address.postcode();
        if (given == null || given.isBlank() || need == Need.OMIT) {
            return null;
        }
        Matcher form = POSTCODE.matcher(BLANKS.matcher(given).replaceAll(""));
        if (form.matches()) {
            return (form.group(1) + " " + form.group(2)).toUpperCase(Locale.ROOT);
        }
        // Abroad it is no slip of the pen, and need not be sent; as with phone numbers.
        boolean abroad = address.country() != null && !BRITISH.contains(address.country());
        return need == Need.OPTIONAL && abroad
                ? null
                : fault(pointer, "invalid-postcode", "the postcode must be a British one, such as SW1A 1AA");
    }

    // CAP counts blanks as empty.
    private @Nullable String present(@Nullable String value, String pointer, String what) {
        return value == null || value.isBlank() ? fault(pointer, "required", what + " is required") : value;
    }

    private @Nullable String fault(String pointer, String code, String detail) {
        faults.add(new Violation(pointer, code, detail));
        return null;
    }
}
