package com.leadrouter.intake;

import com.leadrouter.intake.LeadsReceived.Result;
import com.leadrouter.platform.CallingSource;
import com.leadrouter.platform.FailedRequest;
import com.leadrouter.platform.ProblemType;
import com.leadrouter.platform.Written;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Takes in the leads of a batch, in order, many in one statement; a bad one stops none of the others. Where the database
 * is away before anything is known to be stored, that is thrown; afterwards it is the fate of all that are left.
 */
@Component
final class BatchIntake {

    private static final int LARGEST_GROUP = 250;

    // On its way into the database it is in memory several times over.
    private static final int LARGEST_GROUP_BYTES = 256 * 1024;

    private final Reception reception;
    private final Clock clock;
    private final Intake intake;
    private final LeadsReceived received;

    BatchIntake(Reception reception, Clock clock, Intake intake, LeadsReceived received) {
        this.reception = reception;
        this.clock = clock;
        this.intake = intake;
        this.received = received;
    }

    /** How the leads look now. */
    BatchLook look(CallingSource source, Batch batch) {
        return new BatchLook(reception, source, batch, clock.instant());
    }

    /** One fate for each lead, in order. */
    List<Fate> take(BatchLook look) {
        Batch batch = look.batch();
        Run run = new Run(look.source(), batch.size());
        for (int place = 0; place < batch.size(); place++) {
            switch (look.at(place)) {
                case BatchLook.Good(Arrival arrival) -> run.add(place, arrival, batch.bytesOf(place));
                case BatchLook.Bad bad -> {
                    received.count(look.source(), Result.INVALID);
                    run.fates[place] = new Fate.Refused();
                }
            }
        }
        run.takeGroup();
        return Arrays.asList(run.fates);
    }

    private final class Run {

        private final CallingSource source;
        private final Fate[] fates;
        private final List<Integer> places = new ArrayList<>();
        private final List<Arrival> group = new ArrayList<>();
        private int bytes;
        private boolean isAnythingStored;
        private @Nullable RuntimeException away;

        Run(CallingSource source, int size) {
            this.source = source;
            this.fates = new Fate[size];
        }

        void add(int place, Arrival arrival, int length) {
            if (group.size() == LARGEST_GROUP || bytes + length > LARGEST_GROUP_BYTES) {
                takeGroup();
            }
            places.add(place);
            group.add(arrival);
            bytes += length;
        }

        void takeGroup() {
            if (!group.isEmpty() && away == null) {
                settle(intake.takeTogether(source, group));
            } else if (away != null) {
                // The next ones would only wait for the same connection in vain.
                Fate lost = new Fate.Lost(away);
                places.forEach(place -> fates[place] = lost);
            }
            places.clear();
            group.clear();
            bytes = 0;
        }

        private void settle(List<Written<Told>> all) {
            for (int i = 0; i < all.size(); i++) {
                fates[places.get(i)] = switch (all.get(i)) {
                    case Written.Done<Told>(Told told) -> {
                        isAnythingStored = true;
                        yield new Fate.Known(told);
                    }
                    case Written.Failed<Told>(RuntimeException why) -> {
                        if (FailedRequest.typeOf(why) == ProblemType.UNAVAILABLE) {
                            away = why;
                        }
                        yield new Fate.Lost(why);
                    }
                };
            }
            if (away != null && !isAnythingStored) {
                throw away;
            }
            all.stream()
                    .filter(Written.Failed.class::isInstance)
                    .map(failed -> ((Written.Failed<Told>) failed).why())
                    .distinct()
                    .forEach(FailedRequest::log);
        }
    }
}
