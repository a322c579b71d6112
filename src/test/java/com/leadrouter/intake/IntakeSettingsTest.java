package com.leadrouter.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.leadrouter.lead.EnquiryType;
import com.leadrouter.lead.LeadDefaults;
import com.leadrouter.platform.CallingSource;
import com.leadrouter.platform.InvalidSetting;
import com.leadrouter.platform.Settings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

class IntakeSettingsTest {

    @Test
    void allKeysAndTheirDefaults() {
        assertThat(settings().bind(IntakeSettings.PREFIX, IntakeSettings.class))
                .isEqualTo(new IntakeSettings(Duration.ofDays(30)));
        assertThat(settings("idempotency", "7d").bind(IntakeSettings.PREFIX, IntakeSettings.class))
                .isEqualTo(new IntakeSettings(Duration.ofDays(7)));
    }

    @Test
    void allKeysOfASourceAndTheirDefaults() {
        Sources sources = new Sources(settings(
                "sources.a.region", "gb",
                "sources.a.defaults.campaign-id", " c ",
                "sources.a.defaults.enquiry-type", "test drive",
                "sources.a.defaults.acquisition-channel", "Website",
                "sources.a.duplicate-window", "0",
                "sources.b.api-keys", "x"));

        assertThat(sources.defaultsOf(new CallingSource("a")))
                .isEqualTo(new LeadDefaults("a", "GB", "c", EnquiryType.TEST_DRIVE, "Website"));
        assertThat(sources.duplicateWindowOf(new CallingSource("a"))).isZero();
        assertThat(sources.defaultsOf(new CallingSource("b"))).isEqualTo(new LeadDefaults("b", null, null, null, null));
        assertThat(sources.duplicateWindowOf(new CallingSource("b"))).isEqualTo(Duration.ofMinutes(5));
    }

    @ParameterizedTest(name = "{0} = {1}")
    @CsvSource({
        "idempotency, 0s, must be longer than 0",
        "idempotency, soon, must be readable as Duration",
        "sources.a.region, UK, must be an ISO 3166 country code of two letters",
        "sources.a.region, '', must be an ISO 3166 country code of two letters",
        "sources.a.duplicate-window, -1s, must be from 0 to 365d",
        "sources.a.duplicate-window, 366d, must be from 0 to 365d",
        "sources.a.duplicate-window, short, must be readable as Duration",
        "sources.a.defaults.enquiry-type, Test, must be one of CAP's enquiry types",
        "sources.a.defaults.campaign-id, ' ', must be set",
        "sources.a.rate-limit, -1, must not be negative",
        "sources.a.rate-limit, fast, must be readable as int"
    })
    void aWrongValueIsRefusedByItsKey(String key, String value, String problem) {
        assertThatThrownBy(() -> {
                    Settings settings = settings(key, value);
                    settings.bind(IntakeSettings.PREFIX, IntakeSettings.class);
                    new Sources(settings);
                })
                .isInstanceOf(InvalidSetting.class)
                .hasMessage("lead-router." + key + ": " + problem);
    }

    private static Settings settings(String... keysAndValues) {
        Map<String, Object> properties = new HashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            properties.put("lead-router." + keysAndValues[i], keysAndValues[i + 1]);
        }
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addLast(new MapPropertySource("test", properties));
        return new Settings(environment);
    }
}
