package com.leadrouter.kapture;

import com.leadrouter.platform.InvalidSetting;
import com.leadrouter.platform.WebAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** One Kapture tenant: {@code lead-router.destinations.<name>} of type {@code kapture}. */
record KaptureSettings(
        URI baseUrl,
        @Nullable String authKey,
        @Nullable String username,
        @Nullable String password,
        @DefaultValue AuthKeys authKeys,
        @DefaultValue Paths paths,
        @DefaultValue Map<String, String> defaults,
        @DefaultValue("update") OnExisting onExisting,
        @DefaultValue("Asia/Kolkata") ZoneId timeZone,
        @DefaultValue Pull pull) {

    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]+");
    private static final Pattern PATH = Pattern.compile("/[^\\s{}#]*");

    KaptureSettings {
        WebAddress.required("base-url", baseUrl);
        authKey = blankToNull(authKey);
        username = blankToNull(username);
        password = blankToNull(password);
        if (username != null || password != null) {
            InvalidSetting.check(authKey == null, "auth-key", "must not be set beside username and password");
            InvalidSetting.required("password", password);
            InvalidSetting.check(
                    !InvalidSetting.required("username", username).contains(":"), "username", "must not have a colon");
        } else {
            InvalidSetting.check(
                    authKey != null || authKeys.areComplete(), "auth-key", "must be set, or username and password");
        }
        checkKey("auth-key", authKey);
        defaults = Map.copyOf(defaults);
        AddDefaults.of(defaults);
    }

    /** Keys of single calls, where Kapture gives one for each; the common one where there is none here. */
    record AuthKeys(
            @Nullable String add,
            @Nullable String update,
            @Nullable String get,
            @Nullable String pull) {

        AuthKeys {
            add = blankToNull(add);
            update = blankToNull(update);
            get = blankToNull(get);
            pull = blankToNull(pull);
            checkKey("add", add);
            checkKey("update", update);
            checkKey("get", get);
            checkKey("pull", pull);
        }

        private boolean areComplete() {
            return add != null && update != null && get != null && pull != null;
        }

        @Override
        public String toString() {
            return "AuthKeys[…]";
        }
    }

    /** Where the calls are, below the base URL (Kapture contract, section 1.1). */
    record Paths(
            @DefaultValue("/add-update-enquiry") String add,
            @DefaultValue("/add-update-enquiry") String update,

            @DefaultValue("/search-customer-by-customer-id.html")
            String get,

            @DefaultValue("/select-customer-between-start-and-end-dates.html")
            String pull) {

        Paths {
            checkPath("add", add);
            checkPath("update", update);
            checkPath("get", get);
            checkPath("pull", pull);
        }
    }

    /** What an Update may change of a customer that exists. */
    enum OnExisting {
        /** Name, phone and e-mail, and the source fields. */
        UPDATE,
        /** The source fields alone: a stranger's form must not rename a customer. */
        SOURCE_ONLY
    }

    /** How Kapture's customers are fetched; {@code every} 0 turns the schedule off. */
    record Pull(
            @DefaultValue("1h") Duration every,
            @DefaultValue("24h") Duration lookback,
            @DefaultValue("date") DateForm dateForm,
            @DefaultValue("5m") Duration responseTimeout) {

        Pull {
            InvalidSetting.check(!every.isNegative(), "every", "must not be below 0");
            InvalidSetting.check(lookback.isPositive(), "lookback", "must be longer than 0");
            InvalidSetting.check(responseTimeout.isPositive(), "response-timeout", "must be longer than 0");
        }
    }

    /** The two forms of dates in a pull's request (Kapture contract, section 3.1). */
    enum DateForm {
        DATE,
        DATE_TIME
    }

    String pathOf(Operation operation) {
        return switch (operation) {
            case ADD -> paths.add();
            case UPDATE -> paths.update();
            case GET -> paths.get();
        };
    }

    /** The Auth Key of the call, as it stands behind {@code Basic}. */
    String keyOf(Operation operation) {
        @Nullable String own = switch (operation) {
            case ADD -> authKeys.add();
            case UPDATE -> authKeys.update();
            case GET -> authKeys.get();
        };
        return own == null ? Objects.requireNonNull(commonKey()) : own;
    }

    /** The Auth Key of Pull, which is no call of a delivery. */
    String pullKey() {
        @Nullable String own = authKeys.pull();
        return own == null ? Objects.requireNonNull(commonKey()) : own;
    }

    /** Whether a pull that is refused or taken says something of the key of all of a delivery's calls. */
    boolean pullUsesTheDeliveriesKey() {
        return Stream.of(Operation.values()).map(this::keyOf).allMatch(pullKey()::equals);
    }

    /** All that must never be shown. */
    List<String> secrets() {
        return Stream.of(commonKey(), password, authKeys.add(), authKeys.update(), authKeys.get(), authKeys.pull())
                .filter(Objects::nonNull)
                .map(String::valueOf)
                .distinct()
                .toList();
    }

    private @Nullable String commonKey() {
        if (username == null) {
            return authKey;
        }
        String pair = username + ":" + password;
        return Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    // What an unset environment variable leaves behind.
    private static @Nullable String blankToNull(@Nullable String text) {
        return text == null || text.isBlank() ? null : text;
    }

    // A blank in a key is the word "Basic" copied along, or a line break: Kapture would only say that it is wrong.
    private static void checkKey(String name, @Nullable String key) {
        InvalidSetting.check(
                key == null || KEY.matcher(key).matches(),
                name,
                "must be the key alone, without blanks and control characters");
    }

    private static void checkPath(String name, String path) {
        InvalidSetting.check(PATH.matcher(path).matches(), name, "must start with / and have no blanks, braces or #");
    }

    @Override
    public String toString() {
        return "KaptureSettings[baseUrl=" + baseUrl + ", paths=" + paths + ", onExisting=" + onExisting + ", …]";
    }
}
