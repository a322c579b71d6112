package com.leadrouter;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.lang.reflect.Constructor;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** Names and defaults are a promise to those who run the service: whoever changes one changes it here too. */
class SettingsNamesTest {

    private static final Map<String, String> PREFIXES = Map.ofEntries(
            Map.entry("platform.DatabaseSettings", "lead-router"),
            Map.entry("delivery.EngineSettings", "lead-router"),
            Map.entry("intake.IntakeSettings", "lead-router"),
            Map.entry("routing.RoutingSettings", "lead-router"),
            Map.entry("platform.ApiKeySettings", "lead-router.sources.*"),
            Map.entry("intake.SourceSettings", "lead-router.sources.*"),
            Map.entry("intake.FormSettings", "lead-router.sources.*"),
            Map.entry("platform.ProxySettings", "lead-router"),
            Map.entry("signin.OperatorSettings", "lead-router"),
            Map.entry("signin.OidcSettings", "lead-router.operators-oidc"),
            Map.entry("signin.SessionSettings", "lead-router.operators-session"),
            Map.entry("platform.ErasureSettings", "lead-router"),
            Map.entry("platform.RetentionSettings", "lead-router.retention"),
            Map.entry("delivery.DestinationSettings", "lead-router.destinations.*"),
            Map.entry("platform.HttpSettings", "lead-router.destinations.*.http"),
            Map.entry("cap.CapSettings", "lead-router.destinations.*(cap)"),
            Map.entry("kapture.KaptureSettings", "lead-router.destinations.*(kapture)"));

    @Test
    void allNamesAndDefaultsAreThese() {
        String all = settingsRecords()
                .flatMap(record -> lines(PREFIXES.get(name(record)), record))
                .sorted()
                .collect(Collectors.joining("\n"));

        assertThat(all).isEqualTo("""
                lead-router.allow-unsafe-database = false
                lead-router.database-wait = 60s
                lead-router.destinations.*(cap).api-key
                lead-router.destinations.*(cap).base-url
                lead-router.destinations.*(cap).campaigns.*.phone = optional
                lead-router.destinations.*(cap).campaigns.*.postcode = omit
                lead-router.destinations.*(cap).campaigns.*.vehicles
                lead-router.destinations.*(cap).consent-names.email = email
                lead-router.destinations.*(cap).consent-names.phone = phone
                lead-router.destinations.*(cap).consent-names.post = post
                lead-router.destinations.*(cap).consent-names.sms = sms
                lead-router.destinations.*(cap).enquiry-date-time-pattern = yyyy-MM-dd'T'HH:mm:ss
                lead-router.destinations.*(cap).strict-campaigns = false
                lead-router.destinations.*(kapture).auth-key
                lead-router.destinations.*(kapture).auth-keys.add
                lead-router.destinations.*(kapture).auth-keys.get
                lead-router.destinations.*(kapture).auth-keys.pull
                lead-router.destinations.*(kapture).auth-keys.update
                lead-router.destinations.*(kapture).base-url
                lead-router.destinations.*(kapture).defaults
                lead-router.destinations.*(kapture).on-existing = update
                lead-router.destinations.*(kapture).password
                lead-router.destinations.*(kapture).paths.add = /add-update-enquiry
                lead-router.destinations.*(kapture).paths.get = /search-customer-by-customer-id.html
                lead-router.destinations.*(kapture).paths.pull = /select-customer-between-start-and-end-dates.html
                lead-router.destinations.*(kapture).paths.update = /add-update-enquiry
                lead-router.destinations.*(kapture).pull.date-form = date
                lead-router.destinations.*(kapture).pull.every = 1h
                lead-router.destinations.*(kapture).pull.lookback = 24h
                lead-router.destinations.*(kapture).pull.response-timeout = 5m
                lead-router.destinations.*(kapture).time-zone = Asia/Kolkata
                lead-router.destinations.*(kapture).username
                lead-router.destinations.*.delivery.concurrency = 16
                lead-router.destinations.*.delivery.on-unknown = retry
                lead-router.destinations.*.delivery.probe-interval = 30s
                lead-router.destinations.*.delivery.retry.initial = 1s
                lead-router.destinations.*.delivery.retry.jitter = 0.5
                lead-router.destinations.*.delivery.retry.max-age = 72h
                lead-router.destinations.*.delivery.retry.max-interval = 15m
                lead-router.destinations.*.delivery.retry.multiplier = 2
                lead-router.destinations.*.http.connect-timeout = 5s
                lead-router.destinations.*.http.propagate-trace = true
                lead-router.destinations.*.http.response-timeout = 30s
                lead-router.destinations.*.type
                lead-router.erasure-key
                lead-router.idempotency = 30d
                lead-router.lease = 30s
                lead-router.operators-from
                lead-router.operators-oidc.name-claim = preferred_username
                lead-router.operators-oidc.operator = operator
                lead-router.operators-oidc.role-claim = roles
                lead-router.operators-oidc.viewer = viewer
                lead-router.operators-session.at-most = 12h
                lead-router.operators-session.idle = 30m
                lead-router.operators[*].name
                lead-router.operators[*].password
                lead-router.operators[*].role
                lead-router.retention.calls = 90d
                lead-router.retention.leads = 365d
                lead-router.routes[*].name
                lead-router.routes[*].to
                lead-router.routes[*].when.campaign-id
                lead-router.routes[*].when.country
                lead-router.routes[*].when.enquiry-type
                lead-router.routes[*].when.source
                lead-router.routes[*].when.vehicle
                lead-router.sources.*.api-keys
                lead-router.sources.*.defaults.acquisition-channel
                lead-router.sources.*.defaults.campaign-id
                lead-router.sources.*.defaults.enquiry-type
                lead-router.sources.*.duplicate-window = 5m
                lead-router.sources.*.form.allowed-origins
                lead-router.sources.*.form.fields
                lead-router.sources.*.form.honeypot
                lead-router.sources.*.form.key
                lead-router.sources.*.form.rate-limit-per-ip = 10
                lead-router.sources.*.form.success-url
                lead-router.sources.*.rate-limit = 100
                lead-router.sources.*.region
                lead-router.start-paused = false
                lead-router.trusted-proxies""");
    }

    @Test
    void noRecordOfSettingsIsForgotten() {
        assertThat(settingsRecords().map(SettingsNamesTest::name))
                .containsExactlyInAnyOrderElementsOf(PREFIXES.keySet());
    }

    private static Stream<Class<?>> settingsRecords() {
        return new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("com.leadrouter")
                        .stream()
                        .filter(type -> type.isRecord() && type.isTopLevelClass())
                        .filter(type -> type.getSimpleName().endsWith("Settings"))
                        .map(JavaClass::reflect);
    }

    private static String name(Class<?> record) {
        return record.getName().substring("com.leadrouter.".length());
    }

    private static Stream<String> lines(String prefix, Class<?> record) {
        return Arrays.stream(canonicalConstructor(record).getParameters())
                .flatMap(component -> lines(
                        prefix + "." + DataObjectPropertyName.toDashedForm(component.getName()),
                        component.getParameterizedType(),
                        component));
    }

    private static Stream<String> lines(String key, Type type, Parameter component) {
        if (type instanceof Class<?> nested && nested.isRecord()) {
            return lines(key, nested);
        }
        if (type instanceof ParameterizedType many
                && Arrays.asList(many.getActualTypeArguments()).getLast() instanceof Class<?> nested
                && nested.isRecord()) {
            return lines(key + (many.getRawType() == Map.class ? ".*" : "[*]"), nested);
        }
        DefaultValue value = component.getAnnotation(DefaultValue.class);
        String text = value == null ? "" : String.join(", ", value.value());
        return Stream.of(text.isEmpty() ? key : key + " = " + text);
    }

    private static Constructor<?> canonicalConstructor(Class<?> record) {
        Class<?>[] types = Arrays.stream(record.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        try {
            return record.getDeclaredConstructor(types);
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(e);
        }
    }
}
