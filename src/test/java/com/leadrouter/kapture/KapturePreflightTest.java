package com.leadrouter.kapture;

import static com.leadrouter.lead.LeadFixture.aLead;
import static org.assertj.core.api.Assertions.assertThat;

import com.leadrouter.delivery.Courier;
import com.leadrouter.lead.Lead;
import com.leadrouter.lead.Violation;
import com.leadrouter.platform.RemoteCallsFixture;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class KapturePreflightTest {

    private static final Map<String, String> PROPERTIES = Map.of(
            "lead-router.destinations.kapture.base-url", "https://example.kapturecrm.com",
            "lead-router.destinations.kapture.auth-key", "key");

    private final Courier courier = new KaptureCourierType(
                    RemoteCallsFixture.settings(PROPERTIES),
                    RemoteCallsFixture.remoteCalls(PROPERTIES),
                    new RememberedCustomers(),
                    new KaptureTenants())
            .open(ScriptedKapture.NAME);

    @ParameterizedTest
    @ValueSource(strings = {"+919876543210", "+916000000000"})
    void anIndianMobileIsEnough(String phone) {
        assertThat(courier.preflight(lead(phone, null))).isEmpty();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"+447700900123", "+919876543210", "+915999999999"})
    void anEmailIsEnoughWhateverTheNumber(@Nullable String phone) {
        assertThat(courier.preflight(lead(phone, "ada@example.com"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "+447700900123, British and like an Indian one without its prefix",
        "+915999999999, starts below 6",
        "+91987654321, too short",
        "+9198765432100, too long",
        "+918012345678a, no number"
    })
    void anotherNumberWithoutAnEmailIsRefusedAtTheDoor(String phone, String why) {
        assertThat(courier.preflight(lead(phone, null))).as(why).singleElement().satisfies(violation -> {
            assertThat(violation.pointer()).isEqualTo("#/contact/phoneNumber");
            assertThat(violation.code()).isEqualTo("indian-mobile-or-email-required");
            assertThat(violation.detail()).doesNotContain(phone);
        });
    }

    @Test
    void whatPassesIsWhatIsSent() {
        Lead foreign = lead("+447700900123", null);
        KaptureRequests requests = new KaptureRequests(AddDefaults.of(Map.of()), KaptureSettings.OnExisting.UPDATE);

        assertThat(courier.preflight(foreign)).extracting(Violation::code).hasSize(1);
        assertThat(requests.add(foreign)).containsEntry("phone", "").containsEntry("email_id", "");
    }

    @Test
    void leadsOfOnePersonKeepTheirOrder() {
        assertThat(courier.keepsOrderPerPerson()).isTrue();
    }

    private static Lead lead(@Nullable String phone, @Nullable String email) {
        return aLead().withPhone(phone).withEmail(email).build();
    }
}
