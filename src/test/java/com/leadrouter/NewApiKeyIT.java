package com.leadrouter;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code --new-api-key} prints a key and how to configure it, and starts nothing. */
class NewApiKeyIT {

    private static final Pattern KEY = Pattern.compile("\\blr_[A-Za-z0-9_-]+");

    @Test
    void printsAKeyAndItsHashAndEnds() throws Exception {
        String first = output(List.of("--new-api-key"));
        String second = output(List.of("--spring.profiles.active=production", "--new-api-key"));

        String key = keyIn(first);
        assertThat(Base64.getUrlDecoder().decode(key.substring(3))).hasSizeGreaterThanOrEqualTo(32);
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
        assertThat(first)
                .contains("lead-router.sources.NAME.api-keys: [ \"{sha256}"
                        + HexFormat.of().formatHex(digest) + "\" ]")
                .doesNotContain("INFO", "ERROR", "WARN");
        assertThat(keyIn(second)).isNotEqualTo(key);
    }

    private static String output(List<String> arguments) {
        try (OwnJvm service = OwnJvm.start(arguments)) {
            OwnJvm.Ended ended = service.awaitEnd(Duration.ofSeconds(10));
            assertThat(ended.code()).isZero();
            return ended.output();
        }
    }

    private static String keyIn(String output) {
        Matcher key = KEY.matcher(output);
        assertThat(key.find()).as(output).isTrue();
        return key.group();
    }
}
