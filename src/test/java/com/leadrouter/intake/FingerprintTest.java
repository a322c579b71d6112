package com.leadrouter.intake;

import static com.leadrouter.lead.LeadFixture.aLead;
import static org.assertj.core.api.Assertions.assertThat;

import com.leadrouter.lead.EnquiryType;
import com.leadrouter.lead.LeadFixture;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FingerprintTest {

    private static final Duration WINDOW = Duration.ofMinutes(5);

    @Test
    void thePersonIsTheEmailWhateverItsLetterCase() {
        assertThat(of(aLead().withEmail("ADA@Example.com").withPhone("+447700900999")))
                .isEqualTo(of(aLead()));
    }

    @Test
    void withoutAnEmailThePersonIsThePhone() {
        assertThat(of(aLead().withEmail(null))).isEqualTo(of(aLead().withEmail(null)));
        assertThat(of(aLead().withEmail(null)))
                .isNotEqualTo(of(aLead().withEmail(null).withPhone("+447700900999")))
                .isNotEqualTo(of(aLead()));
    }

    @Test
    void whatElseIsSaidMakesNoDifference() {
        assertThat(of(aLead().withFirstName("Augusta")
                        .withExternalReferenceId(null)
                        .withPostcode("N1 9GU")
                        .withAcquisitionChannel("Fair")
                        .withAttribute("utm_source", "newsletter")))
                .isEqualTo(of(aLead()));
    }

    static Stream<LeadFixture> others() {
        return Stream.of(
                aLead().withSource("website-in"),
                aLead().withEmail("ida@example.com"),
                aLead().withCampaignId("other"),
                aLead().withCampaignId(null),
                aLead().withEnquiryType(EnquiryType.QUOTATION),
                aLead().withEnquiryType(null),
                aLead().withVehicle("Other Vehicle"),
                aLead().withVehicle(null),
                aLead().withVehicle(aLead().build().campaignId()).withCampaignId("Example Vehicle"));
    }

    @ParameterizedTest
    @MethodSource("others")
    void anotherPersonOrWishIsAnother(LeadFixture other) {
        assertThat(of(other)).isNotEqualTo(of(aLead()));
    }

    @Test
    void whatStandsInOneFieldIsNoPartOfTheNext() {
        assertThat(of(aLead().withCampaignId("ab").withEnquiryType(null).withVehicle("c")))
                .isNotEqualTo(
                        of(aLead().withCampaignId("a").withEnquiryType(null).withVehicle("bc")));
        assertThat(of(aLead().withCampaignId(null).withVehicle("c")))
                .isNotEqualTo(of(aLead().withCampaignId("c").withVehicle(null)));
    }

    @Test
    void itIsAHashAndShowsNothing() {
        assertThat(of(aLead()).hash()).matches("[0-9a-f]{64}");
        assertThat(of(aLead())).hasToString("Fingerprint[…]");
    }

    private static Fingerprint of(LeadFixture lead) {
        return Fingerprint.of(lead.build(), WINDOW);
    }
}
