package com.leadrouter.standin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.DateTimeException;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads one request body of CAP against sections 2 and 6 of its contract. */
final class CapBody {

    private static final Map<String, Set<String>> OBJECTS = objects();
    private static final Set<String> ENQUIRY_TYPES =
            Set.of("Test Drive", "Quotation", "Retailer Contact", "KMI", "Interest Only", "Register Of Interest");
    private static final Pattern GUID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    private static final Pattern PHONE = Pattern.compile("(\\+44|0)[0-9]+");
    private static final Pattern POSTCODE =
            Pattern.compile("GIR 0AA|[A-Z]([0-9]{1,2}|[A-Z][0-9]{1,2}|[0-9][A-Z]|[A-Z][0-9][A-Z]) [0-9][A-Z]{2}");

    private final JsonNode root;
    private final CapSettings settings;
    private final List<String> violations = new ArrayList<>();
    private final Map<String, String> unbindable = new LinkedHashMap<>();
    private final List<String> messages = new ArrayList<>();

    CapBody(String text, CapSettings settings) {
        this.settings = settings;
        root = Json.read(text).orElse(MissingNode.getInstance());
        if (root.isObject()) {
            OBJECTS.forEach(this::checkObject);
            checkConsents();
            checkForms();
            checkRequired();
        } else {
            sendersFault("$", "The body is no JSON object.");
        }
    }

    /** What no sender should do, whatever the lead says. */
    List<String> violations() {
        return violations;
    }

    /** By JSON path, what the framework cannot read; then nothing else is looked at. */
    Map<String, String> unbindable() {
        return unbindable;
    }

    /** The validation messages, those that this campaign asks for included. */
    List<String> messages(Campaign campaign) {
        List<String> all = new ArrayList<>(messages);
        if (campaign.phoneRequired() && text("/contactDetail/phoneNumber").isEmpty()) {
            all.add(message("ContactDetail.PhoneNumber", "PhoneNumber must not be empty."));
        }
        boolean address = at("/contactDetail/address").isObject();
        if (campaign.addressRefused() && address) {
            all.add(message("ContactDetail.Address", "Address must be empty."));
        }
        if (campaign.postcodeRequired() && !address) {
            all.add(message("ContactDetail.Address", "Address must not be empty."));
        }
        return all;
    }

    /** The text at this JSON pointer, empty where there is none. */
    String text(String pointer) {
        return at(pointer).asText("");
    }

    private void checkObject(String pointer, Set<String> known) {
        JsonNode object = root.at(pointer);
        if (object.isMissingNode()) {
            return;
        }
        if (!object.isObject()) {
            sendersFault(path(pointer), object.isNull() ? "Explicit null." : "Not an object.");
            return;
        }
        for (var property : object.properties()) {
            String child = pointer + "/" + property.getKey();
            if (!known.contains(property.getKey())) {
                sendersFault(path(child), "Unknown property.");
            } else if (!OBJECTS.containsKey(child) && !child.equals("/optInConsents")) {
                checkText(child, property.getValue());
            }
        }
    }

    private void checkText(String pointer, JsonNode value) {
        if (value.isNull()) {
            violations.add(path(pointer) + ": Explicit null.");
        } else if (!value.isTextual()) {
            sendersFault(path(pointer), "The JSON value could not be converted to System.String.");
        } else if (value.textValue().isBlank()) {
            violations.add(path(pointer) + ": Empty string.");
        }
    }

    private void checkConsents() {
        JsonNode consents = root.path("optInConsents");
        if (consents.isMissingNode()) {
            return;
        }
        if (!consents.isObject()) {
            sendersFault("$.optInConsents", consents.isNull() ? "Explicit null." : "Not an object.");
            return;
        }
        Set<String> names = new LinkedHashSet<>(settings.consents());
        for (String name : names) {
            JsonNode value = consents.path(name);
            if (value.isMissingNode()) {
                sendersFault("$.optInConsents." + name, "Missing consent.");
            } else if (!value.isBoolean() && !value.isNull()) {
                sendersFault("$.optInConsents." + name, "The JSON value could not be converted to System.Boolean.");
            }
        }
        consents.fieldNames().forEachRemaining(name -> {
            if (!names.contains(name)) {
                sendersFault("$.optInConsents." + name, "Unknown property.");
            }
        });
    }

    private void checkForms() {
        form("/metadata/campaignId", GUID, "The JSON value could not be converted to System.Guid.");
        form("/contactDetail/phoneNumber", PHONE, "Neither +44 nor 0 followed by digits.");
        String dateTime = text("/metadata/enquiryDateTime");
        if (!dateTime.isBlank() && !isDateTime(dateTime)) {
            sendersFault("$.metadata.enquiryDateTime", "The JSON value could not be converted to System.DateTime.");
        }
        String type = text("/metadata/enquiryType");
        if (!type.isBlank() && !ENQUIRY_TYPES.contains(type)) {
            sendersFault("$.metadata.enquiryType", "The JSON value could not be converted to EnquiryType.");
        }
    }

    private void form(String pointer, Pattern form, String otherwise) {
        String value = text(pointer);
        if (!value.isBlank() && !form.matcher(value).matches()) {
            sendersFault(path(pointer), otherwise);
        }
    }

    /** Formatted again it must be the same: a parser alone would let 31 February and a missing zero pass. */
    private boolean isDateTime(String value) {
        DateTimeFormatter pattern = DateTimeFormatter.ofPattern(settings.dateTimePattern(), Locale.ROOT);
        try {
            return pattern.format(pattern.parse(value)).equals(value);
        } catch (DateTimeException unreadable) {
            return false;
        }
    }

    /** CAP contract, section 6, in the order of its table. */
    private void checkRequired() {
        if (required("/metadata", "Metadata", "Metadata must not be empty.")) {
            required("/metadata/enquiryDateTime", "Metadata.EnquiryDateTime", "EnquiryDateTime must not be empty.");
            required("/metadata/enquiryType", "Metadata.EnquiryType", "EnquiryType must not be empty.");
            String source = "Metadata.EnquirySource";
            if (required("/metadata/enquirySource", source, "EnquirySource must not be empty.")) {
                String channel = "/metadata/enquirySource/acquisitionChannel";
                required(channel, source + ".AcquisitionChannel", "AcquisitionChannel must not be empty.");
            }
        }
        if (required("/vehicle", "Vehicle", "Vehicle must not be empty.")) {
            required("/vehicle/name", "Vehicle.Name", "Vehicle Name must not be empty.");
        }
        if (required("/contactDetail", "ContactDetail", "ContactDetail must not be empty.")) {
            // The one message whose true wording the specification shows.
            required("/contactDetail/firstName", "ContactDetail.FirstName", "'First Name' must not be empty.");
            required("/contactDetail/lastName", "ContactDetail.LastName", "LastName must not be empty.");
            required("/contactDetail/emailAddress", "ContactDetail.EmailAddress", "EmailAddress must not be empty.");
            checkPostcode();
        }
        required("/optInConsents", "OptInConsents", "Opt In Consents must not be empty");
    }

    private void checkPostcode() {
        if (at("/contactDetail/address").isObject()) {
            String pointer = "/contactDetail/address/postcode";
            String property = "ContactDetail.Address.Postcode";
            if (required(pointer, property, "Postcode must not be empty.")
                    && !POSTCODE.matcher(text(pointer)).matches()) {
                messages.add(message(property, "Postcode is not in a valid format."));
            }
        }
    }

    private boolean required(String pointer, String property, String otherwise) {
        JsonNode value = at(pointer);
        boolean there = value.isObject() ? !value.isEmpty() : !value.asText("").isBlank();
        if (!there) {
            messages.add(message(property, otherwise));
        }
        return there;
    }

    private void sendersFault(String path, String text) {
        unbindable.putIfAbsent(path, text);
        violations.add(path + ": " + text);
    }

    /** An explicit null counts as nothing. */
    private JsonNode at(String pointer) {
        JsonNode node = root.at(pointer);
        return node.isNull() ? MissingNode.getInstance() : node;
    }

    private static String path(String pointer) {
        return "$" + pointer.replace('/', '.');
    }

    private static String message(String property, String text) {
        return "Property:" + property + "; ErrorMessage:" + text;
    }

    private static Map<String, Set<String>> objects() {
        Map<String, Set<String>> objects = new LinkedHashMap<>();
        objects.put("", Set.of("metadata", "contactDetail", "optInConsents", "vehicle"));
        objects.put(
                "/metadata",
                Set.of(
                        "campaignId",
                        "enquiryDateTime",
                        "externalReferenceId",
                        "enquiryType",
                        "ipAddress",
                        "enquirySource"));
        objects.put("/metadata/enquirySource", Set.of("acquisitionChannel"));
        objects.put("/contactDetail", Set.of("firstName", "lastName", "emailAddress", "phoneNumber", "address"));
        objects.put("/contactDetail/address", Set.of("postcode"));
        objects.put("/vehicle", Set.of("name"));
        return objects;
    }
}
