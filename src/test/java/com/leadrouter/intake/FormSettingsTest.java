package com.leadrouter.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.leadrouter.platform.InvalidSetting;
import com.leadrouter.platform.Settings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

class FormSettingsTest {

    private static final Map<String, String> FORM =
            Map.of("key", "pk_a", "allowed-origins", "https://www.example.com,http://localhost:3000");

    @Test
    void aSourceNeedNotHaveAForm() {
        Settings settings = settings(Map.of("sources.a.api-keys", "x"));

        assertThat(settings.bindEach(FormSettings.PREFIX, FormSettings.class))
                .containsExactly(Map.entry("a", new FormSettings(null)));
    }

    @Test
    void allKeysAndTheirDefaults() {
        assertThat(form(Map.of()))
                .isEqualTo(new FormSettings.Form(
                        "pk_a", List.of("https://www.example.com", "http://localhost:3000"), null, null, 10, Map.of()));
        assertThat(form(Map.of(
                        "success-url", "https://www.example.com/thanks?x=%20#y",
                        "honeypot", "company_website",
                        "rate-limit-per-ip", "0",
                        "fields.your-email", "contact.emailAddress",
                        "fields.Your_Phone", "contact.phoneNumber",
                        "fields[your name]", "contact.lastName",
                        "fields.colour", "attributes.farbe")))
                .isEqualTo(new FormSettings.Form(
                        "pk_a",
                        List.of("https://www.example.com", "http://localhost:3000"),
                        "https://www.example.com/thanks?x=%20#y",
                        "company_website",
                        0,
                        Map.of(
                                "your-email", "contact.emailAddress",
                                "Your_Phone", "contact.phoneNumber",
                                "your name", "contact.lastName",
                                "colour", "attributes.farbe")));
    }

    @ParameterizedTest(name = "{0} = {1}")
    @CsvSource(delimiter = '|', textBlock = """
            key | | must be set
            key | a/b | must have letters, digits, _ and - only, at most 100
            allowed-origins | | must have at least one origin
            allowed-origins | https://www.example.com/ | [0]must be an origin such as https://www.example.com, without a path
            allowed-origins | https://www.example.com,www.example.co.uk | [1]must be an origin such as https://www.example.com, without a path
            allowed-origins | * | [0]must be an origin such as https://www.example.com, without a path
            allowed-origins | https://*.example.com | [0]must be an origin such as https://www.example.com, without a path
            allowed-origins | null | [0]must be an origin such as https://www.example.com, without a path
            allowed-origins | https://u:p@www.example.com | [0]must be an origin such as https://www.example.com, without a path
            allowed-origins | https://www.example.com:99999 | [0]must be an origin such as https://www.example.com, without a path
            allowed-origins | https://www.example.com:{port} | [0]must be an origin such as https://www.example.com, without a path
            allowed-origins | https://{host} | [0]must be an origin such as https://www.example.com, without a path
            allowed-origins | https://www.example.com:99999999999 | [0]must be an origin such as https://www.example.com, without a path
            allowed-origins | ftp://www.example.com | [0]must be an origin such as https://www.example.com, without a path
            success-url | /thanks | must be a whole http or https address
            success-url | www.example.com/thanks | must be a whole http or https address
            success-url | https:/thanks | must be a whole http or https address
            success-url | javascript:alert(1) | must be a whole http or https address
            success-url | https://www.example.com/danke schön | must be a whole http or https address
            success-url | | must be a whole http or https address
            rate-limit-per-ip | -1 | must be from 0 to 1000000
            rate-limit-per-ip | many | must be readable as int
            honeypot | | must be the name of a field that means nothing, at most 100 characters
            honeypot | contact.firstName | must be the name of a field that means nothing, at most 100 characters
            honeypot | phone | must be the name of a field that means nothing, at most 100 characters
            fields.email | contact.mail | must be a field that a form may fill in, such as contact.emailAddress or attributes.colour
            fields.email | email | must be a field that a form may fill in, such as contact.emailAddress or attributes.colour
            fields.address | ipAddress | must be a field that a form may fill in, such as contact.emailAddress or attributes.colour
            """)
    void aWrongValueIsRefusedByItsKey(String key, String value, String problem) {
        String place = problem.startsWith("[") ? problem.substring(0, 3) : "";
        assertThatThrownBy(() -> form(Map.of("fields.phone", "contact.phoneNumber", key, value == null ? "" : value)))
                .isInstanceOf(InvalidSetting.class)
                .hasMessage("lead-router.sources.a.form." + key + place + ": " + problem.substring(place.length()));
    }

    @Test
    void aKeyIsOfOneForm() {
        assertThatThrownBy(() -> new PublicForms(settings(Map.of(
                        "sources.a.form.key",
                        "pk",
                        "sources.a.form.allowed-origins",
                        "https://a.example",
                        "sources.b.form.key",
                        "pk",
                        "sources.b.form.allowed-origins",
                        "https://b.example"))))
                .isInstanceOf(InvalidSetting.class)
                .hasMessage("lead-router.sources.b.form.key: is the key of another form");
    }

    @ParameterizedTest
    @CsvSource({
        "https://www.example.com, https://www.example.com",
        "HTTPS://WWW.Example.com:443, https://www.example.com",
        "http://localhost:3000, http://localhost:3000",
        "https://bücher.example, https://xn--bcher-kva.example",
        "https://my_shop.example, https://my_shop.example",
        "http://[::1]:80, http://[::1]"
    })
    void originsAreReadAsBrowsersWriteThem(String configured, String sent) {
        assertThat(Origin.of(configured)).hasValue(new Origin(sent));
    }

    private static FormSettings.Form form(Map<String, String> changes) {
        Map<String, String> all = new HashMap<>(FORM);
        all.putAll(changes);
        Map<String, String> properties = new HashMap<>();
        all.forEach((key, value) -> properties.put("sources.a.form." + key, value));
        return settings(properties)
                .bindEach(FormSettings.PREFIX, FormSettings.class)
                .get("a")
                .configured()
                .orElseThrow();
    }

    private static Settings settings(Map<String, String> keysAndValues) {
        Map<String, Object> properties = new HashMap<>();
        keysAndValues.forEach((key, value) -> properties.put("lead-router." + key, value));
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addLast(new MapPropertySource("test", properties));
        return new Settings(environment);
    }
}
