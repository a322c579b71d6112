package com.leadrouter.kapture;

import com.leadrouter.delivery.Holds;
import com.leadrouter.kapture.KapturePulls.Claimed;
import com.leadrouter.kapture.KaptureTenants.Tenant;
import com.leadrouter.kapture.PullAnswer.Done;
import com.leadrouter.kapture.PullAnswer.Failed;
import com.leadrouter.kapture.PullAnswer.Unauthorized;
import com.leadrouter.kapture.PullAnswer.Withheld;
import com.leadrouter.platform.DataErrors;
import com.leadrouter.platform.WithoutMessages;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * One pull in the hands of this replica: its windows one after the other, each written while it streams. It ends done or
 * failed, or is given back for whoever comes next.
 */
final class PullRun {

    private static final Logger log = LoggerFactory.getLogger(PullRun.class);

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
        List<PullWindow> windows = windows();
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

    // The schedule comes back to a day that cannot be pulled, with the newest first it does not stop before the others.
    private List<PullWindow> windows() {
        List<PullWindow> windows = PullWindow.cut(
                pull.from(),
                pull.to(),
                tenant.settings().timeZone(),
                tenant.settings().pull().dateForm());
        return pull.scheduled() ? windows.reversed() : windows;
    }

    /** Whether the destination lets it go on; a requested pull of a held destination is how a person tries the new key. */
    private boolean waits() {
        return switch (holds.of(pull.destination())) {
            case RUNNING -> false;
            case HELD -> pull.scheduled() && tenant.pullsWithTheDeliveriesKey();
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
            try {
                write(asked, batch);
            } catch (DataAccessException e) {
                if (!DataErrors.isDataError(e)) {
                    throw e;
                }
                writeOneByOne(asked, e);
            }
            batch.clear();
        }
    }

    private void write(Instant asked, List<RemoteCustomer> some) {
        pulls.write(pull, () -> customers.take(pull.destination(), pull.id(), asked, some));
    }

    // Tried again the batch would fail again, and the pull with it.
    private void writeOneByOne(Instant asked, DataAccessException why) {
        int leftOut = 0;
        for (RemoteCustomer customer : batch) {
            try {
                write(asked, List.of(customer));
            } catch (DataAccessException e) {
                if (!DataErrors.isDataError(e)) {
                    throw e;
                }
                leftOut++;
            }
        }
        log.warn("pull {} leaves out {} customers that cannot be written", pull.id(), leftOut, WithoutMessages.of(why));
    }

    private Optional<Ended> failed(String reason) {
        pulls.failed(pull, reason);
        return Optional.of(new Ended(PullMetrics.Result.FAILED, Optional.of(reason)));
    }

    private void keyWasTaken(Instant asked) {
        if (tenant.pullsWithTheDeliveriesKey()) {
            holds.taken(pull.destination(), asked);
        }
    }

    private void keyWasRefused(String reason) {
        if (tenant.pullsWithTheDeliveriesKey()) {
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
