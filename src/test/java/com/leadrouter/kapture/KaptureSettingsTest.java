package com.leadrouter.kapture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.leadrouter.kapture.KaptureSettings.AuthKeys;
import com.leadrouter.kapture.KaptureSettings.DateForm;
import com.leadrouter.kapture.KaptureSettings.OnExisting;
import com.leadrouter.kapture.KaptureSettings.Paths;
import com.leadrouter.kapture.KaptureSettings.Pull;
import com.leadrouter.platform.InvalidSetting;
import com.leadrouter.platform.RemoteCallsFixture;
import java.net.URI;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class KaptureSettingsTest {

    private static final String PREFIX = "lead-router.destinations.kapture";

    @Test
    void theDefaultsAreThoseOfTheContract() {
        assertThat(bind(Map.of("base-url", "https://demo.kapturecrm.com", "auth-key", "key")))
                .isEqualTo(new KaptureSettings(
                        URI.create("https://demo.kapturecrm.com"),
                        "key",
                        null,
                        null,
                        new AuthKeys(null, null, null, null),
                        new Paths(
                                "/add-update-enquiry",
                                "/add-update-enquiry",
                                "/search-customer-by-customer-id.html",
                                "/select-customer-between-start-and-end-dates.html"),
                        Map.of(),
                        OnExisting.UPDATE,
                        ZoneId.of("Asia/Kolkata"),
                        new Pull(Duration.ofHours(1), Duration.ofHours(24), DateForm.DATE, Duration.ofMinutes(5))));
    }

    @Test
    void everyKeyCanBeSet() {
        assertThat(bind(Map.ofEntries(
                        Map.entry("base-url", "http://localhost:8090/tenant"),
                        Map.entry("username", "kapdemo"),
                        Map.entry("password", "kap:123"),
                        Map.entry("auth-keys.add", "a"),
                        Map.entry("auth-keys.update", "u"),
                        Map.entry("auth-keys.get", "g"),
                        Map.entry("auth-keys.pull", "p"),
                        Map.entry("paths.add", "/a"),
                        Map.entry("paths.update", "/u"),
                        Map.entry("paths.get", "/g?x=1"),
                        Map.entry("paths.pull", "/p"),
                        Map.entry("defaults.country", "Bhutan"),
                        Map.entry("on-existing", "source-only"),
                        Map.entry("time-zone", "Asia/Manila"),
                        Map.entry("pull.every", "0"),
                        Map.entry("pull.lookback", "2d"),
                        Map.entry("pull.date-form", "date-time"),
                        Map.entry("pull.response-timeout", "1m"))))
                .isEqualTo(new KaptureSettings(
                        URI.create("http://localhost:8090/tenant"),
                        null,
                        "kapdemo",
                        "kap:123",
                        new AuthKeys("a", "u", "g", "p"),
                        new Paths("/a", "/u", "/g?x=1", "/p"),
                        Map.of("country", "Bhutan"),
                        OnExisting.SOURCE_ONLY,
                        ZoneId.of("Asia/Manila"),
                        new Pull(Duration.ZERO, Duration.ofDays(2), DateForm.DATE_TIME, Duration.ofMinutes(1))));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "base-url, -, must be set",
                "base-url, demo.kapturecrm.com, must be an http or https address",
                "base-url, ftp://demo.kapturecrm.com, must be an http or https address",
                "base-url, https://user:secret@demo.kapturecrm.com, must be an http or https address",
                "base-url, https://demo.kapturecrm.com?key=1, must be an http or https address",
                "base-url, 'https://demo kapturecrm', must be an http or https address",
                "auth-key, -, 'must be set, or username and password'",
                "auth-key, '', 'must be set, or username and password'",
                "auth-key, Basic secret, must be the key alone",
                "auth-keys.add, Basic secret, must be the key alone",
                "auth-keys.update, Basic secret, must be the key alone",
                "auth-keys.get, Basic secret, must be the key alone",
                "auth-keys.pull, Basic secret, must be the key alone",
                "paths.add, add, must start with /",
                "paths.update, '', must start with /",
                "paths.get, https://elsewhere.example, must start with /",
                "paths.pull, /{id}, must start with /",
                "defaults.colour, red, is no field of Kapture's Add",
                "defaults.campaign-name, {channel}, {channel} is no value of a lead",
                "defaults.tert-source, {vehicle.name, has a brace without its partner",
                "defaults.phone, 9876543210, cannot have a default",
                "defaults.email-id, a@example.com, cannot have a default",
                "defaults.kapture-customer-id, 7, cannot have a default",
                "defaults.contact-id, 7, cannot have a default",
                "on-existing, merge, 'must be one of update, source-only'",
                "time-zone, Asia/Atlantis, must be readable as ZoneId",
                "pull.every, -1s, must not be below 0",
                "pull.every, often, must be readable as Duration",
                "pull.lookback, 0, must be longer than 0",
                "pull.date-form, week, 'must be one of date, date-time'",
                "pull.response-timeout, 0, must be longer than 0"
            })
    void whatIsWrongIsRefusedWithItsFullKeyAndWithoutItsSecret(String key, String value, String problem) {
        Map<String, String> properties = complete();
        properties.remove(key);
        if (value != null) {
            properties.put(key, value);
        }

        assertThatThrownBy(() -> bind(properties))
                .isInstanceOf(InvalidSetting.class)
                .hasMessageStartingWith(PREFIX + "." + key + ": " + problem)
                .hasMessageNotContaining("secret");
    }

    @Test
    void aKeyAndAUserNameContradictEachOther() {
        Map<String, String> properties = complete();
        properties.put("username", "kapdemo");
        properties.put("password", "kap123");

        assertRefused(properties, "auth-key: must not be set beside username and password");
    }

    @Test
    void aUserNameNeedsAPassword() {
        assertRefused(
                Map.of("base-url", "https://demo.kapturecrm.com", "username", "kapdemo"), "password: must be set");
    }

    @Test
    void aPasswordNeedsAUserName() {
        assertRefused(Map.of("base-url", "https://demo.kapturecrm.com", "password", "kap123"), "username: must be set");
    }

    @Test
    void aColonWouldEndTheUserName() {
        assertRefused(
                Map.of("base-url", "https://demo.kapturecrm.com", "username", "a:b", "password", "kap123"),
                "username: must not have a colon");
    }

    @Test
    void whereEveryCallHasItsKeyThereNeedsToBeNoCommonOne() {
        Map<String, String> properties = complete();
        properties.remove("auth-key");
        Arrays.asList("add", "update", "get", "pull").forEach(call -> properties.put("auth-keys." + call, call));

        assertThat(bind(properties).keyOf(Operation.GET)).isEqualTo("get");
    }

    @ParameterizedTest
    @EnumSource
    void everyFieldOfAddIsAKeyOfDefaultsInKebabCaseAndAsOnTheWire(AddField field) {
        assertThat(AddField.named(field.name().toLowerCase(Locale.ROOT).replace('_', '-')))
                .contains(field);
        assertThat(AddField.named(field.wireName())).contains(field);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sec-source", "secSource", "SECSOURCE", "customer_assign_emp_name"})
    void defaultsMayBeNamedInAnyOfTheseForms(String name) {
        Map<String, String> properties = complete();
        properties.put("defaults." + name, "x");

        assertThat(bind(properties).defaults()).containsValue("x");
    }

    @Test
    void theTextFormShowsNoSecret() {
        Map<String, String> properties = complete();
        properties.remove("auth-key");
        properties.putAll(Map.of("username", "kapdemo", "password", "secret-1", "auth-keys.get", "secret-2"));

        KaptureSettings settings = bind(properties);

        assertThat(settings.toString() + settings.authKeys()).doesNotContain("secret", "kapdemo");
        assertThat(settings.secrets()).contains("secret-1", "secret-2").hasSize(3);
    }

    private static Map<String, String> complete() {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("base-url", "https://demo.kapturecrm.com");
        properties.put("auth-key", "key");
        return properties;
    }

    private static void assertRefused(Map<String, String> properties, String problem) {
        assertThatThrownBy(() -> bind(properties))
                .isInstanceOf(InvalidSetting.class)
                .hasMessage(PREFIX + "." + problem);
    }

    private static KaptureSettings bind(Map<String, String> properties) {
        Map<String, String> full = new LinkedHashMap<>();
        properties.forEach((key, value) -> full.put(PREFIX + "." + key, value));
        return RemoteCallsFixture.settings(full).bind(PREFIX, KaptureSettings.class);
    }
}
