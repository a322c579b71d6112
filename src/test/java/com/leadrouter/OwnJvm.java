package com.leadrouter;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The service's real {@code main} in a JVM of its own, without this one's {@code DATABASE_…}. */
final class OwnJvm implements AutoCloseable {

    /** How it ended, and all that it wrote. */
    record Ended(int code, String output) {}

    private final Process process;
    private final StringBuffer output = new StringBuffer();
    private final CompletableFuture<Void> read;

    private OwnJvm(Process process) {
        this.process = process;
        // A thread of its own: on two processors the common pool has but one, and others wait for it.
        this.read = CompletableFuture.runAsync(this::read, Thread.ofPlatform().daemon()::start);
    }

    static OwnJvm start(List<String> arguments) {
        return start(List.of(), arguments);
    }

    static OwnJvm start(List<String> options, List<String> arguments) {
        return start(options, LeadRouterApplication.class.getName(), arguments);
    }

    /** Another {@code main} than the service's. */
    static OwnJvm start(List<String> options, String main, List<String> arguments) {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xshare:auto"));
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("DATABASE_"));
        try {
            return new OwnJvm(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read() {
        byte[] some = new byte[4096];
        try (InputStream in = process.getInputStream()) {
            for (int length = in.read(some); length >= 0; length = in.read(some)) {
                output.append(new String(some, 0, length, StandardCharsets.UTF_8));
            }
        } catch (IOException closed) {
            // By close(), which ends the process.
        }
    }

    /** What it has written so far. */
    String output() {
        return output.toString();
    }

    /** As {@code kill} does. */
    void terminate() {
        process.toHandle().destroy();
    }

    Ended awaitEnd(Duration atMost) {
        try {
            if (!process.waitFor(atMost.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new AssertionError("still running after " + atMost + ":\n" + output);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        read.join();
        return new Ended(process.exitValue(), output());
    }

    /** Makes it collect all its garbage, which its log of collections then shows. */
    public void collectGarbage() throws IOException, InterruptedException {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        int code = new ProcessBuilder(jcmd, Long.toString(process.pid()), "GC.run")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        if (code != 0) {
            throw new IllegalStateException("jcmd GC.run ended with " + code);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
