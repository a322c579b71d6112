package com.leadrouter.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LeadFieldsTest {

    private static final List<String> NAMES =
            List.of("contact.lastName", "contact.address.postcode", "vehicle.name", "optInConsents.sms");

    private static final Map<String, String> BEFORE = Map.of(
            "contact.firstName", "Ada",
            "contact.lastName", "Lovelace",
            "contact.address.postcode", "SW1A 1AA",
            "vehicle.name", "Example Vehicle",
            "optInConsents.sms", "null");

    private final LeadFields fields = new LeadFields(new ObjectMapper());

    @Test
    void whatDiffersIsThePatch() {
        assertThat(patch(Map.of(
                        "contact.lastName", " King ",
                        "contact.address.postcode", "SW1A 1AA",
                        "vehicle.name", "Example Vehicle",
                        "optInConsents.sms", "null")))
                .isEqualTo("{\"contact\":{\"lastName\":\"King\"}}");
    }

    @Test
    void whatIsLeftBlankIsTakenAway() {
        assertThat(patch(Map.of("contact.address.postcode", "")))
                .isEqualTo("{\"contact\":{\"address\":{\"postcode\":null}}}");
    }

    @Test
    void withoutANameThereIsNoVehicle() {
        assertThat(patch(Map.of("vehicle.name", ""))).isEqualTo("{\"vehicle\":null}");
    }

    @Test
    void aConsentIsYesOrNoOrWasNotAsked() {
        assertThat(patch(Map.of("optInConsents.sms", "true"))).isEqualTo("{\"optInConsents\":{\"sms\":true}}");
        assertThat(patch(Map.of("optInConsents.sms", "false"))).isEqualTo("{\"optInConsents\":{\"sms\":false}}");
        assertThat(patch(Map.of("optInConsents.sms", "null"))).isEqualTo("{}");
    }

    @Test
    void whatIsNoFieldOfTheFormChangesNothing() {
        assertThat(patch(Map.of("contact.firstName", "Eve", "reason", "because")))
                .isEqualTo("{}");
    }

    private String patch(Map<String, String> sent) {
        return fields.patch(BEFORE, sent, NAMES).toString();
    }
}
