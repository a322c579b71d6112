package com.leadrouter.cap;

import static com.leadrouter.cap.CapFixture.CAMPAIGN;
import static com.leadrouter.cap.CapFixture.LEAD_ID;
import static com.leadrouter.lead.LeadFixture.aLead;
import static org.assertj.core.api.Assertions.assertThat;

import com.leadrouter.delivery.CallOutcome.RejectedConfiguration;
import com.leadrouter.delivery.CallOutcome.RejectedData;
import com.leadrouter.delivery.Courier;
import com.leadrouter.delivery.DeliveryError;
import com.leadrouter.lead.Lead;
import com.leadrouter.lead.LeadFixture;
import com.leadrouter.lead.Violation;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused at the door because CAP would surely refuse it, and that nothing else is. */
class CapPreflightTest {

    private static final String OTHER_CAMPAIGN = "00000000-bfa7-45b5-8510-d26ba3008879";
    private static final String PHONE = "campaigns." + CAMPAIGN + ".phone";
    private static final String POSTCODE = "campaigns." + CAMPAIGN + ".postcode";
    private static final String VEHICLES = "campaigns." + CAMPAIGN + ".vehicles";

    @Test
    void aCompleteLeadPasses() {
        assertThat(faults(aLead())).isEmpty();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " "})
    void whatCapAlwaysWantsIsRequired(String nothing) {
        LeadFixture lead = aLead().withCampaignId(nothing)
                .withEnquiryType(null)
                .withAcquisitionChannel(nothing)
                .withVehicle(nothing)
                .withEmail(nothing);

        assertThat(faults(lead))
                .containsExactlyInAnyOrder(
                        "#/campaignId required",
                        "#/enquiryType required",
                        "#/acquisitionChannel required",
                        "#/vehicle required",
                        "#/contact/emailAddress required");
    }

    @Test
    void namesOfBlanksAreNoNames() {
        assertThat(faults(aLead().withFirstName(" ").withLastName("")))
                .containsExactly("#/contact/firstName required", "#/contact/lastName required");
    }

    @ParameterizedTest
    @ValueSource(strings = {CAMPAIGN, "966C7488-BFA7-45B5-8510-D26BA3008879", OTHER_CAMPAIGN})
    void aCampaignIdIsAGuid(String id) {
        assertThat(faults(aLead().withCampaignId(id))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "summer-sale",
                "966c7488bfa745b58510d26ba3008879",
                "{966c7488-bfa7-45b5-8510-d26ba3008879}",
                "966c7488-bfa7-45b5-8510-d26ba300887",
                "966c7488-bfa7-45b5-8510-d26ba300887g"
            })
    void anythingElseIsNoCampaignId(String id) {
        assertThat(faults(aLead().withCampaignId(id))).containsExactly("#/campaignId invalid-campaign-id");
    }

    @Test
    void aCampaignThatIsNotListedIsRefusedOnlyWhereCampaignsAreStrict() {
        LeadFixture lead = aLead().withCampaignId(OTHER_CAMPAIGN);

        assertThat(faults(lead, PHONE, "optional")).isEmpty();
        assertThat(faults(lead, PHONE, "optional", "strict-campaigns", "true"))
                .containsExactly("#/campaignId unknown-campaign");
    }

    @Test
    void aListedCampaignPassesWhereCampaignsAreStrictWhateverTheLetterCase() {
        LeadFixture lead = aLead().withCampaignId(CAMPAIGN.toUpperCase(Locale.ROOT));

        assertThat(faults(lead, PHONE, "optional", "strict-campaigns", "true")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Example Vehicle", "EXAMPLE vehicle"})
    void aVehicleOfTheCampaignPasses(String vehicle) {
        assertThat(faults(aLead().withVehicle(vehicle), VEHICLES, "Other,Example Vehicle"))
                .isEmpty();
    }

    @Test
    void aVehicleThatTheCampaignDoesNotListIsRefused() {
        assertThat(faults(aLead().withVehicle("Example"), VEHICLES, "Other,Example Vehicle"))
                .containsExactly("#/vehicle/name unknown-vehicle");
    }

    @Test
    void anyVehiclePassesWhereTheCampaignListsNone() {
        assertThat(faults(aLead().withVehicle("Whatever"), PHONE, "optional")).isEmpty();
    }

    @ParameterizedTest(name = "phone {0}, {1}: {2}")
    @CsvSource({
        "required, +447700900123,",
        "required, +919876543210, #/contact/phoneNumber invalid-phone",
        "required,              , #/contact/phoneNumber required",
        "optional, +447700900123,",
        "optional, +919876543210,",
        "optional,              ,",
        "omit,     +447700900123,",
        "omit,     +919876543210,",
        "omit,                  ,"
    })
    void aPhoneIsAskedForAsTheCampaignSays(String need, String phone, String fault) {
        assertThat(faults(aLead().withPhone(phone), PHONE, need)).isEqualTo(fault == null ? List.of() : List.of(fault));
    }

    @ParameterizedTest(name = "postcode {0}, {1} in {2}: {3}")
    @CsvSource({
        "required, SW1A 1AA, GB,",
        "required, sw1a1aa,  GB,",
        "required, SW1A 1AA,   ,",
        "required, IM1 1AA,  IM,",
        "required, ABC,      GB, #/contact/address/postcode invalid-postcode",
        "required, 560001,   IN, #/contact/address/postcode invalid-postcode",
        "required,        ,  GB, #/contact/address/postcode required",
        "optional, SW1A 1AA, GB,",
        "optional, ABC,      GB, #/contact/address/postcode invalid-postcode",
        "optional, ABC,        , #/contact/address/postcode invalid-postcode",
        "optional, ABC,      JE, #/contact/address/postcode invalid-postcode",
        "optional, 560001,   IN,",
        "optional,        ,  GB,",
        "omit,     SW1A 1AA, GB,",
        "omit,     ABC,      GB,",
        "omit,            ,  GB,"
    })
    void aPostcodeIsAskedForAsTheCampaignSays(String need, String postcode, String country, String fault) {
        assertThat(faults(aLead().withPostcode(postcode).withCountry(country), POSTCODE, need))
                .isEqualTo(fault == null ? List.of() : List.of(fault));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"SW1A 1A", "SW1A 11A", "1SW 1AA", "SW1A-1AA", "SW1A 1AA 1", "SW1A 1ÄÄ", "ſW1A 1AA", "12345"})
    void aPostcodeOfAnotherFormIsRefused(String postcode) {
        assertThat(faults(aLead().withPostcode(postcode), POSTCODE, "required"))
                .containsExactly("#/contact/address/postcode invalid-postcode");
    }

    @Test
    void ofACampaignThatIsNotListedNeitherPhoneNorPostcodeIsChecked() {
        assertThat(faults(aLead().withPhone(null).withPostcode("ABC"))).isEmpty();
    }

    @Test
    void violationsNeverRepeatWhatWasTyped() {
        LeadFixture lead = aLead().withCampaignId("typed").withVehicle("typed").withPostcode("typed");

        assertThat(courier(POSTCODE, "required", "strict-campaigns", "true").preflight(lead.build()))
                .isNotEmpty()
                .allSatisfy(violation -> assertThat(violation.toString()).doesNotContain("typed"));
    }

    static Stream<Arguments> leads() {
        return Stream.of(
                Arguments.of("complete", aLead()),
                Arguments.of("without campaign", aLead().withCampaignId(null)),
                Arguments.of("odd campaign", aLead().withCampaignId("summer")),
                Arguments.of("other campaign", aLead().withCampaignId(OTHER_CAMPAIGN)),
                Arguments.of("without type", aLead().withEnquiryType(null)),
                Arguments.of("without channel", aLead().withAcquisitionChannel(null)),
                Arguments.of("without vehicle", aLead().withVehicle(null)),
                Arguments.of("other vehicle", aLead().withVehicle("Other")),
                Arguments.of("without e-mail", aLead().withEmail(null)),
                Arguments.of("without phone", aLead().withPhone(null)),
                Arguments.of("foreign phone", aLead().withPhone("+919876543210")),
                Arguments.of("without postcode", aLead().withPostcode(null)),
                Arguments.of("odd postcode", aLead().withPostcode("ABC")),
                Arguments.of("foreign postcode", aLead().withPostcode("560001").withCountry("IN")));
    }

    /** The one definition, seen from both its sides: a lead passes if and only if its request is complete and in form. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("leads")
    void whatPassesIsWhatCanBeSent(String name, LeadFixture lead) {
        for (String need : List.of("required", "optional", "omit")) {
            CapSettings settings = CapSettingsTest.bind(CapFixture.properties(
                    "https://cap.example.com", PHONE, need, POSTCODE, need, VEHICLES, "Example Vehicle"));
            CapLead mapped = new CapLead(lead.build(), settings);

            assertThat(mapped.faults().isEmpty())
                    .as(need)
                    .isEqualTo(isWhatCapTakes(mapped.request(LEAD_ID), lead.build(), need));
        }
    }

    // CAP's side of the contract, written down once more and differently.
    private static boolean isWhatCapTakes(CapRequest request, Lead lead, String need) {
        boolean listed = CAMPAIGN.equals(request.metadata().campaignId());
        boolean takesPhone = listed && need.equals("required");
        boolean optionalSlip = listed
                && need.equals("optional")
                && "ABC".equals(lead.contact().address().postcode());
        return request.metadata().campaignId() != null
                && request.metadata().enquiryType() != null
                && request.metadata().enquirySource() != null
                && request.vehicle() != null
                && request.contactDetail().emailAddress() != null
                && !(takesPhone && request.contactDetail().phoneNumber() == null)
                && !(takesPhone && request.contactDetail().address() == null)
                && !optionalSlip;
    }

    @Test
    void aFaultOfThePersonFoundAtDeliveryIsOfDataAndNothingIsSent() {
        CapFixture.Tried tried = CapFixture.deliver(
                courier(PHONE, "required", VEHICLES, "Other"),
                aLead().withPhone(null).build());

        assertThat(tried.calls()).isEmpty();
        assertThat(tried.outcome())
                .isEqualTo(new RejectedData(List.of(
                        DeliveryError.ours("unknown-vehicle", "the vehicle is none of those of the campaign"),
                        DeliveryError.ours("required", "a phone number is required"))));
    }

    @Test
    void aFaultOfTheSetUpFoundAtDeliveryIsOfConfigurationAndNothingIsSent() {
        CapFixture.Tried tried = CapFixture.deliver(courier(VEHICLES, "Other"), aLead().build());

        assertThat(tried.calls()).isEmpty();
        assertThat(tried.outcome())
                .isEqualTo(new RejectedConfiguration(List.of(
                        DeliveryError.ours("unknown-vehicle", "the vehicle is none of those of the campaign"))));
    }

    private static List<String> faults(LeadFixture lead, String... settings) {
        return courier(settings).preflight(lead.build()).stream()
                .map(CapPreflightTest::shortly)
                .toList();
    }

    private static String shortly(Violation violation) {
        assertThat(violation.detail()).isNotBlank();
        return violation.pointer() + " " + violation.code();
    }

    // Nobody listens there: a call would show as one.
    private static Courier courier(String... settings) {
        return CapFixture.courier("http://localhost:1", settings);
    }
}
