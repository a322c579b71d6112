package com.leadrouter.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class RoundsTest {

    @Test
    void oneThatFailsEndsNeitherTheRoundNorTheNextAndIsToldOfOnce(CapturedOutput output) {
        List<String> seen = new ArrayList<>();
        Runnable rounds = new Rounds<>(List.of("first", "bad", "last"), one -> {
            if (one.equals("bad")) {
                throw new IllegalStateException("s3cret-value");
            }
            seen.add(one);
        });

        rounds.run();
        rounds.run();

        assertThat(seen).containsExactly("first", "last", "first", "last");
        assertThat(output)
                .containsOnlyOnce("WARN")
                .contains("IllegalStateException")
                .doesNotContain("s3cret-value");
    }
}
