package com.leadrouter.cap;

import static com.leadrouter.cap.CapFixture.CAMPAIGN;
import static com.leadrouter.cap.CapFixture.PREFIX;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.leadrouter.cap.CapSettings.Campaign;
import com.leadrouter.cap.CapSettings.ConsentNames;
import com.leadrouter.cap.CapSettings.Need;
import com.leadrouter.lead.DestinationName;
import com.leadrouter.platform.InvalidSetting;
import com.leadrouter.platform.RemoteCallsFixture;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CapSettingsTest {

    private static final String BASE_URL = "https://qa-api.cap-gateway.com";

    @Test
    void onlyBaseUrlAndApiKeyHaveToBeSet() {
        assertThat(bind(CapFixture.properties(BASE_URL)))
                .isEqualTo(new CapSettings(
                        URI.create(BASE_URL),
                        CapFixture.API_KEY,
                        new ConsentNames("email", "phone", "sms", "post"),
                        "yyyy-MM-dd'T'HH:mm:ss",
                        Map.of(),
                        false));
    }

    @Test
    void allKeysAreReadByTheirDocumentedNames() {
        assertThat(bind(CapFixture.properties(
                        BASE_URL,
                        "consent-names.email",
                        "e",
                        "consent-names.phone",
                        "p",
                        "consent-names.sms",
                        "s",
                        "consent-names.post",
                        "l",
                        "enquiry-date-time-pattern",
                        "yyyy-MM-dd'T'HH:mm:ss'Z'",
                        "campaigns." + CAMPAIGN + ".phone",
                        "required",
                        "campaigns." + CAMPAIGN + ".postcode",
                        "optional",
                        "campaigns." + CAMPAIGN + ".vehicles[0]",
                        "Example Vehicle",
                        "strict-campaigns",
                        "true")))
                .isEqualTo(new CapSettings(
                        URI.create(BASE_URL),
                        CapFixture.API_KEY,
                        new ConsentNames("e", "p", "s", "l"),
                        "yyyy-MM-dd'T'HH:mm:ss'Z'",
                        Map.of(CAMPAIGN, new Campaign(Need.REQUIRED, Need.OPTIONAL, List.of("Example Vehicle"))),
                        true));
    }

    @Test
    void aCampaignListedInPartTakesAPhoneAndNoPostcode() {
        assertThat(bind(CapFixture.properties(BASE_URL, "campaigns." + CAMPAIGN + ".vehicles", "Example Vehicle"))
                        .campaigns())
                .containsEntry(CAMPAIGN, new Campaign(Need.OPTIONAL, Need.OMIT, List.of("Example Vehicle")));
    }

    @Test
    void aCampaignKeepsItsSpellingAndIsFoundWhateverTheLetterCase() {
        String upper = CAMPAIGN.toUpperCase(Locale.ROOT);
        CapSettings settings = bind(CapFixture.properties(BASE_URL, "campaigns." + upper + ".phone", "omit"));

        assertThat(settings.listed(CAMPAIGN)).hasValueSatisfying(listed -> {
            assertThat(listed.getKey()).isEqualTo(upper);
            assertThat(listed.getValue().phone()).isEqualTo(Need.OMIT);
        });
        assertThat(settings.listed("00000000-bfa7-45b5-8510-d26ba3008879")).isEmpty();
    }

    @ParameterizedTest(name = "{0} = {1}")
    @CsvSource(delimiter = '|', textBlock = """
                    base-url | ''                                       | must be set
                    base-url | cap-gateway.com                          | must be an http or https address
                    base-url | /lead-submission                         | must be an http or https address
                    base-url | ftp://cap-gateway.com                    | must be an http or https address
                    base-url | https:///path                            | must be an http or https address
                    base-url | https://user:secret@cap-gateway.com      | must be an http or https address
                    base-url | https://cap-gateway.com?x=1              | must be an http or https address
                    base-url | https://cap-gateway.com#x                | must be an http or https address
                    api-key | ''                                        | must be set
                    api-key | '   '                                     | must be set
                    api-key | schlüssel                                 | must have printable ASCII characters only
                    consent-names.email | ''                            | must be set
                    consent-names.phone | ' '                           | must be set
                    consent-names.sms | ''                              | must be set
                    consent-names.post | ''                             | must be set
                    enquiry-date-time-pattern | ''                      | must be set
                    enquiry-date-time-pattern | nonsense                | must be a pattern
                    enquiry-date-time-pattern | yyyy-MM-dd'T            | must be a pattern
                    enquiry-date-time-pattern | ppp                     | must be a pattern
                    campaigns.summer-sale.phone | omit                  | campaigns.summer-sale: must be a GUID
                    campaigns.966c7488bfa745b58510d26ba3008879.phone | omit | must be a GUID
                    campaigns.966c7488-bfa7-45b5-8510-d26ba3008879.phone | perhaps | must be one of required, optional, omit
                    campaigns.966c7488-bfa7-45b5-8510-d26ba3008879.postcode | yes | must be one of required, optional, omit
                    campaigns.966c7488-bfa7-45b5-8510-d26ba3008879.vehicles[0] | ' ' | must not have blank names
                    strict-campaigns | perhaps                          | must be
                    strict-campaigns | true                             | refuses every lead
                    """)
    void aWrongValueIsRefusedWithItsFullKey(String key, String value, String problem) {
        Map<String, String> properties = CapFixture.properties(BASE_URL, key, value);

        assertThatExceptionOfType(InvalidSetting.class)
                .isThrownBy(() -> bind(properties))
                .satisfies(refusal -> {
                    assertThat(PREFIX + key).startsWith(refusal.key());
                    assertThat(refusal.key()).isNotEqualTo("lead-router.destinations.cap");
                    assertThat(refusal).hasMessageContaining(problem).hasMessageNotContaining("secret");
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"base-url", "api-key"})
    void aMissingKeyIsNamed(String key) {
        Map<String, String> properties = CapFixture.properties(BASE_URL);
        properties.remove(PREFIX + key);

        assertThatThrownBy(() -> bind(properties)).hasMessage(PREFIX + key + ": must be set");
    }

    @Test
    void consentNamesMustDiffer() {
        Map<String, String> properties = CapFixture.properties(BASE_URL, "consent-names.sms", "Phone");

        assertThatThrownBy(() -> bind(properties))
                .hasMessage(PREFIX + "consent-names: must be four different names, letter case aside");
    }

    @Test
    void aCampaignListedTwiceIsRefused() {
        Campaign campaign = Campaign.UNLISTED;
        Map<String, Campaign> twice = Map.of(
                "966c7488-bfa7-45b5-8510-d26ba300887a", campaign, "966C7488-BFA7-45B5-8510-D26BA300887A", campaign);

        assertThatExceptionOfType(InvalidSetting.class)
                .isThrownBy(() -> new CapSettings(
                        URI.create(BASE_URL), "key", new ConsentNames("a", "b", "c", "d"), "yyyy", twice, false))
                .withMessageContaining("listed twice");
    }

    @Test
    void theCourierTypeIsCapAndReadsItsOwnDestination() {
        Map<String, String> properties = Map.of(
                "lead-router.destinations.cap-uk.base-url",
                "nowhere",
                "lead-router.destinations.cap-uk.api-key",
                "key");
        CapCourierType type =
                new CapCourierType(RemoteCallsFixture.settings(properties), RemoteCallsFixture.remoteCalls(properties));

        assertThat(type.type()).isEqualTo("cap");
        assertThatThrownBy(() -> type.open(new DestinationName("cap-uk")))
                .hasMessageStartingWith("lead-router.destinations.cap-uk.base-url: ");
    }

    @Test
    void theTextFormShowsNoSecret() {
        assertThat(bind(CapFixture.properties(BASE_URL)))
                .asString()
                .contains(BASE_URL)
                .doesNotContain(CapFixture.API_KEY);
    }

    static CapSettings bind(Map<String, String> properties) {
        return RemoteCallsFixture.settings(properties).bind("lead-router.destinations.cap", CapSettings.class);
    }
}
