package com.leadrouter;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LastResortIT {

    /** Whatever it is told, one of its shutdown hooks never ends. */
    static final class Stubborn {
        public static void main(String[] arguments) throws InterruptedException {
            LastResort.arm(Duration.ofMillis(300));
            CountDownLatch never = new CountDownLatch(1);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                try {
                    never.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }));
            System.out.println("ready");
            never.await();
        }
    }

    @Test
    void aProcessThatDoesNotStopIsEnded() throws Exception {
        Process stubborn = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Stubborn.class.getName())
                .redirectErrorStream(true)
                .start();
        try {
            assertThat(stubborn.inputReader().readLine()).isEqualTo("ready");

            stubborn.toHandle().destroy();

            assertThat(stubborn.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(stubborn.exitValue()).isEqualTo(LastResort.STILL_RUNNING);
            assertThat(stubborn.inputReader().readLine()).contains("ended by force");
        } finally {
            stubborn.destroyForcibly();
        }
    }

    @Test
    void itComesBeforeWhatTheOutsideIsPromised() {
        assertThat(LastResort.AT_MOST).isBetween(Duration.ofSeconds(24), Duration.ofSeconds(25));
    }
}
