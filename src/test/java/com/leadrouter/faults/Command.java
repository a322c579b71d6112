package com.leadrouter.faults;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A short command of the system. */
final class Command {

    private Command() {}

    static void run(String... words) {
        if (!succeeds(words)) {
            throw new IllegalStateException(String.join(" ", words) + " did not work");
        }
    }

    /** Not where there is no such command, either. */
    static boolean succeeds(String... words) {
        Process process;
        try {
            process = new ProcessBuilder(List.of(words))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException notThere) {
            return false;
        }
        try {
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            process.destroyForcibly();
        }
    }
}
