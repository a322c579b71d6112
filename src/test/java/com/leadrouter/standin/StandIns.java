package com.leadrouter.standin;

import java.util.concurrent.CountDownLatch;

/** Both stand-ins together: in a test, or by {@link #main} in a process of their own. */
public record StandIns(CapStandIn cap, KaptureStandIn kapture) implements AutoCloseable {

    /** @param capPort, kapturePort 0 for any that is free */
    public static StandIns start(int capPort, int kapturePort) {
        CapStandIn cap = new CapStandIn(capPort);
        try {
            return new StandIns(cap, new KaptureStandIn(kapturePort));
        } catch (RuntimeException taken) {
            cap.close();
            throw taken;
        }
    }

    public static StandIns start() {
        return start(0, 0);
    }

    /** {@code --cap-port=} and {@code --kapture-port=}, else any that are free; runs until it is stopped. */
    public static void main(String... arguments) throws InterruptedException {
        int capPort = 0;
        int kapturePort = 0;
        for (String argument : arguments) {
            if (argument.startsWith("--cap-port=")) {
                capPort = Integer.parseInt(argument.substring("--cap-port=".length()));
            } else if (argument.startsWith("--kapture-port=")) {
                kapturePort = Integer.parseInt(argument.substring("--kapture-port=".length()));
            } else {
                throw new IllegalArgumentException("Unknown: " + argument + "; known: --cap-port= --kapture-port=");
            }
        }
        StandIns both = start(capPort, kapturePort);
        Runtime.getRuntime().addShutdownHook(new Thread(both::close));
        System.out.println(both.addresses());
        new CountDownLatch(1).await();
    }

    /** For a person, and for a test that starts the process and reads the ports from its first lines. */
    public String addresses() {
        return """
                CAP Gateway  %s  X-API-Key: %s
                Kapture CRM  %s  Authorization: Basic %s
                Help: curl %s/stand-in/help""".formatted(cap.baseUrl(), cap.apiKey(), kapture.baseUrl(), kapture.authKey(), cap.baseUrl());
    }

    @Override
    public void close() {
        cap.close();
        kapture.close();
    }
}
