package com.leadrouter.kapture;

import com.leadrouter.kapture.KaptureSettings.DateForm;
import com.leadrouter.lead.DestinationName;
import com.leadrouter.platform.RemoteCalls;
import com.leadrouter.platform.RemoteCallsFixture;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;

/** One pull as a program: base URL, Auth Key; it prints how it ended and what the heap held at most. */
public final class LongPull {

    private static final int LOOK_EVERY = 2_000;
    private static final Instant MIDNIGHT = Instant.parse("2021-03-13T18:30:00Z");

    private long seen;
    private long most;

    private LongPull() {}

    public static void main(String... arguments) {
        new LongPull()
                .run(Map.of(
                        "lead-router.destinations.kapture.base-url", arguments[0],
                        "lead-router.destinations.kapture.auth-key", arguments[1]));
    }

    private void run(Map<String, String> properties) {
        DestinationName name = new DestinationName("kapture");
        RemoteCalls remoteCalls = RemoteCallsFixture.remoteCalls(properties);
        KaptureTenants tenants = new KaptureTenants();
        new KaptureCourierType(RemoteCallsFixture.settings(properties), remoteCalls, new RememberedCustomers(), tenants)
                .open(name);
        PullWindow day = PullWindow.cut(
                        MIDNIGHT, MIDNIGHT.plus(Duration.ofDays(1)), ZoneId.of("Asia/Kolkata"), DateForm.DATE)
                .getFirst();
        PullAnswer answer = tenants.find(name).orElseThrow().pages().pull(day, this::look);
        System.out.println(answer + " heap " + most / 1024 / 1024 + " MB of "
                + Runtime.getRuntime().maxMemory() / 1024 / 1024);
        remoteCalls.destroy();
    }

    /** What is left after a collection is what the pull holds. */
    private void look(RemoteCustomer customer) {
        if (seen++ % LOOK_EVERY == 0) {
            System.gc();
            most = Math.max(
                    most,
                    Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
        }
    }
}
