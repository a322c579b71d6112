package com.leadrouter.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class ApiKeysTest {

    // printf 'secret' | sha256sum
    private static final String SHA256_OF_SECRET = "2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b";

    // libc's crypt(3)
    private static final String BCRYPT_OF_SECRET = "$2b$04$wQhrOZstFilBE2/1zEaFs.EMVFKPnCXkcRRA/RiniUCw37lNDb5D.";

    private static final String HASH = "N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy";

    @Test
    void aKeyNamesItsSource() {
        ApiKeys keys = keys("a.api-keys[0]", "one", "a.api-keys[1]", "two", "b.api-keys", "three");

        assertThat(keys.sourceOf("one")).hasValue(new CallingSource("a"));
        assertThat(keys.sourceOf("two")).hasValue(new CallingSource("a"));
        assertThat(keys.sourceOf("three")).hasValue(new CallingSource("b"));
        assertThat(keys.sourceOf("on")).isEmpty();
        assertThat(keys.sourceOf("")).isEmpty();
        assertThat(keys.sources()).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void aKeyMayBeConfiguredAsItsDigest() {
        ApiKeys keys = keys("a.api-keys", "{sha256}" + SHA256_OF_SECRET);

        assertThat(keys.sourceOf("secret")).isPresent();
        assertThat(keys.sourceOf(SHA256_OF_SECRET)).isEmpty();
        assertThat(keys.sourceOf("{sha256}" + SHA256_OF_SECRET)).isEmpty();
    }

    @Test
    void aKeyIsChangedByListingBoth() {
        ApiKeys before = keys("a.api-keys", "old-secret");
        ApiKeys both = keys("a.api-keys[0]", "old-secret", "a.api-keys[1]", "{bcrypt}" + BCRYPT_OF_SECRET);
        ApiKeys after = keys("a.api-keys", "{bcrypt}" + BCRYPT_OF_SECRET);

        assertThat(before.sourceOf("old-secret")).isPresent();
        assertThat(both.sourceOf("old-secret")).hasValue(new CallingSource("a"));
        assertThat(both.sourceOf("secret")).hasValue(new CallingSource("a"));
        assertThat(after.sourceOf("secret")).isPresent();
        assertThat(after.sourceOf("old-secret")).isEmpty();
    }

    @Test
    void aHashTwiceIsConfiguredTwice() {
        assertThatThrownBy(() ->
                        keys("a.api-keys", "{bcrypt}" + BCRYPT_OF_SECRET, "b.api-keys", "{bcrypt}" + BCRYPT_OF_SECRET))
                .hasMessage("lead-router.sources.b.api-keys[0]: is configured twice");
    }

    @Test
    void withoutSourcesNobodyComesIn() {
        assertThat(keys().sourceOf("anything")).isEmpty();
    }

    @Test
    void anEnvironmentVariableReplacesAKeyWithoutMakingASource() {
        StandardEnvironment environment = environment("website-uk.api-keys[0]", "old");
        environment
                .getPropertySources()
                .addFirst(new SystemEnvironmentPropertySource(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                        Map.of("LEADROUTER_SOURCES_WEBSITEUK_APIKEYS_0", "new")));
        ApiKeys keys = new ApiKeys(new Settings(environment));

        assertThat(keys.sourceOf("new")).hasValue(new CallingSource("website-uk"));
        assertThat(keys.sourceOf("old")).isEmpty();
        assertThat(keys.sources()).containsExactly("website-uk");
    }

    @ParameterizedTest(name = "{0} = {1}: {2}")
    @CsvSource({
        "a.api-keys, '', a.api-keys: must have at least one key",
        "a.region, GB, a.api-keys: must have at least one key",
        "a.api-keys[0], ' ', a.api-keys[0]: must be set",
        "a.api-keys[0], a b, 'a.api-keys[0]: must have visible ASCII characters only, as a header has'",
        "a.api-keys[0], {bcrypt}$2a$10$x, 'a.api-keys[0]: must have a bcrypt hash ($2a$, $2b$ or $2y$) after {bcrypt}'",
        "a.api-keys[0], {bcrypt}$2a$15$" + HASH + ", a.api-keys[0]: must have a bcrypt cost from 4 to 14",
        "a.api-keys[0], {bcrypt}$2a$03$" + HASH + ", a.api-keys[0]: must have a bcrypt cost from 4 to 14",
        "a.api-keys[0], {SHA256}00, a.api-keys[0]: must be plain or begin with {sha256} or {bcrypt}",
        "a.api-keys[0], {sha256}00, a.api-keys[0]: must have 64 hexadecimal digits after {sha256}",
        "a.api-keys[0], other, b.api-keys[0]: is configured twice",
        "[A_b].api-keys[0], x, 'A_b: names have lower-case letters, digits and hyphens only'"
    })
    void aWrongKeyIsRefusedByItsSetting(String key, String value, String line) {
        assertThatThrownBy(() -> keys("b.api-keys[0]", "other", key, value))
                .isInstanceOf(InvalidSetting.class)
                .hasMessage("lead-router.sources." + line);
    }

    @Test
    void aDigestIsTheSameKey() {
        assertThatThrownBy(() -> keys("a.api-keys", "secret", "b.api-keys", "{sha256}" + SHA256_OF_SECRET))
                .hasMessage("lead-router.sources.b.api-keys[0]: is configured twice");
    }

    @Test
    void aNameHasAtMost40Characters() {
        assertThat(keys("a".repeat(40) + ".api-keys", "x").sources()).hasSize(1);
        assertThatThrownBy(() -> keys("a".repeat(41) + ".api-keys", "x"))
                .hasMessageContaining("lead-router.sources." + "a".repeat(41));
    }

    @Test
    void aKeyThatNobodyReadsIsRefused() {
        Settings settings = new Settings(environment("a.api-keys[0]", "x", "a.api-kyes", "x"));
        new ApiKeys(settings);

        assertThatThrownBy(settings::refuseUnknownKeys)
                .hasMessage("lead-router.sources.a.api-kyes: there is no such key");
    }

    @Test
    void noTextFormShowsAKey() {
        assertThat(List.of(
                        new ApiKeySettings(List.of("secret")).toString(),
                        ApiKey.configured("k", "secret").toString(),
                        ApiKey.configured("k", "{bcrypt}" + BCRYPT_OF_SECRET).toString(),
                        new NewApiKey("secret").toString()))
                .allSatisfy(text -> assertThat(text).doesNotContain("secret", BCRYPT_OF_SECRET));
    }

    private static ApiKeys keys(String... keysAndValues) {
        return new ApiKeys(new Settings(environment(keysAndValues)));
    }

    private static StandardEnvironment environment(String... keysAndValues) {
        Map<String, Object> properties = new HashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            String key = keysAndValues[i];
            properties.put("lead-router.sources" + (key.startsWith("[") ? "" : ".") + key, keysAndValues[i + 1]);
        }
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addLast(new MapPropertySource("test", properties));
        return environment;
    }
}
