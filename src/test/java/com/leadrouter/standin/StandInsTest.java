package com.leadrouter.standin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class StandInsTest {

    private static final Pattern ADDRESS = Pattern.compile("http://127\\.0\\.0\\.1:\\d+");

    @Test
    @Timeout(60)
    void theyRunInAProcessOfTheirOwnAndTellWhere() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        StandIns.class.getName(),
                        "--cap-port=0")
                .redirectErrorStream(true)
                .start();
        try (BufferedReader out = process.inputReader();
                Caller caller = new Caller()) {
            for (String partner : new String[] {"CAP Gateway", "Kapture CRM"}) {
                String line = out.readLine();
                assertThat(line).startsWith(partner);
                Matcher address = ADDRESS.matcher(line);
                assertThat(address.find()).isTrue();
                assertThat(caller.curl("GET", address.group() + "/stand-in").body())
                        .contains(partner);
            }
            // Long before it would be killed: what runs must end when told to.
            process.destroy();
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void anUnknownArgumentIsRefused() {
        assertThatThrownBy(() -> StandIns.main("--cap=1")).hasMessageContaining("--cap-port=");
    }
}
