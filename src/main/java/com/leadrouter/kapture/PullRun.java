package com.leadrouter.kapture;

import com.leadrouter.delivery.Holds;
import com.leadrouter.kapture.KapturePulls.Claimed;
import com.leadrouter.kapture.KaptureTenants.Tenant;
import com.leadrouter.kapture.PullAnswer.Done;
import com.leadrouter.kapture.PullAnswer.Failed;
import com.leadrouter.kapture.PullAnswer.Unauthorized;
import com.leadrouter.kapture.PullAnswer.Withheld;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * One pull in the hands of this replica: its windows one after the other, each written while it streams. It ends done or
 * failed, or is given back for whoever comes next.
 */
final class PullRun {

    private static final int AT_A_TIME = 500;

    /** The guards do not say how long they hold back. */
    private static final Duration WITHHELD_PAUSE = Duration.ofSeconds(5);

    /** How it came to its end, and what went wrong if so; a run that was given back has not ended. */
    record Ended(PullMetrics.Result result, Optional<String> error) {}

    /** This replica stops. */
    private static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private final Claimed pull;
    private final Tenant tenant;
    private final KapturePulls pulls;
    private final ToldCustomers customers;
    private final Holds holds;

    private final List<RemoteCustomer> batch = new ArrayList<>(AT_A_TIME);
    private volatile boolean stopping;

    PullRun(Claimed pull, Tenant tenant, KapturePulls pulls, ToldCustomers customers, Holds holds) {
        this.pull = pull;
        this.tenant = tenant;
        this.pulls = pulls;
        this.customers = customers;
        this.holds = holds;
    }

    UUID id() {
        return pull.id();
    }

    /** Makes the pull; empty where it was given back. {@link KapturePulls.Lost} where it is another replica's. */
    Optional<Ended> run() {
        List<PullWindow> windows = PullWindow.cut(
                pull.from(),
                pull.to(),
                tenant.settings().timeZone(),
                tenant.settings().pull().dateForm());
        try {
            for (int i = pull.windowsDone(); i < windows.size(); i++) {
                if (stopping || waits()) {
                    throw new Stopped();
                }
                Instant asked = pulls.renew(pull, holds.lease());
                switch (tenant.pages().pull(windows.get(i), customer -> take(asked, customer))) {
                    case Done done -> {
                        write(asked);
                        pulls.windowsDone(pull, i + 1);
                        keyWasTaken(asked);
                    }
                    case Unauthorized(var reason) -> {
                        keyWasRefused(reason);
                        return failed(reason);
                    }
                    case Withheld withheld -> {
                        pulls.giveBack(pull, WITHHELD_PAUSE);
                        return Optional.empty();
                    }
                    case Failed cutOff when stopping -> throw new Stopped();
                    case Failed(var reason) -> {
                        // What was told of these is true all the same.
                        write(asked);
                        return failed(reason);
                    }
                }
            }
        } catch (Stopped e) {
            // The interrupt was for the call; it would cost a connection to the database.
            var unused = Thread.interrupted();
            pulls.giveBack(pull, Duration.ZERO);
            return Optional.empty();
        }
        pulls.done(pull);
        return Optional.of(new Ended(PullMetrics.Result.DONE, Optional.empty()));
    }

    /** Whether the destination lets it go on; a requested pull of a held destination is how a person tries the new key. */
    private boolean waits() {
        return switch (holds.of(pull.destination())) {
            case RUNNING -> false;
            case HELD -> pull.scheduled() && tenant.pullsWithTheCommonKey();
            case PAUSED -> true;
        };
    }

    private void take(Instant asked, RemoteCustomer customer) {
        if (stopping) {
            throw new Stopped();
        }
        batch.add(customer);
        if (batch.size() == AT_A_TIME) {
            write(asked);
        }
    }

    private void write(Instant asked) {
        if (!batch.isEmpty()) {
            pulls.write(pull, () -> customers.take(pull.destination(), pull.id(), asked, batch));
            batch.clear();
        }
    }

    private Optional<Ended> failed(String reason) {
        pulls.failed(pull, reason);
        return Optional.of(new Ended(PullMetrics.Result.FAILED, Optional.of(reason)));
    }

    private void keyWasTaken(Instant asked) {
        if (tenant.pullsWithTheCommonKey()) {
            holds.taken(pull.destination(), asked);
        }
    }

    private void keyWasRefused(String reason) {
        if (tenant.pullsWithTheCommonKey()) {
            holds.refused(pull.destination(), reason);
        }
    }

    /** Keeps it ours. */
    void renew() {
        pulls.renew(pull, holds.lease());
    }

    /** Ends it soon, at the next customer; it is given back. */
    void stop() {
        stopping = true;
    }

    /** Gives it back from outside; what it writes afterwards changes nothing. */
    void giveBack() {
        pulls.giveBack(pull, Duration.ZERO);
    }
}
