package com.leadrouter.intake;

import com.leadrouter.delivery.Outbox;
import com.leadrouter.intake.Taken.Duplicate;
import com.leadrouter.intake.Taken.KeyReused;
import com.leadrouter.intake.Taken.Replayed;
import com.leadrouter.intake.Taken.Stored;
import com.leadrouter.lead.LeadId;
import com.leadrouter.platform.DataErrors;
import com.leadrouter.platform.GroupWriter;
import com.leadrouter.platform.Written;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.stereotype.Component;

/**
 * Makes arrivals durable, those that pile up while one write is under way together in the next. Two equal keys, in one
 * group or over replicas, store one lead.
 */
@Component
final class TakeIn implements Acceptance {

    private static final Logger log = LoggerFactory.getLogger(TakeIn.class);

    private static final int WRITERS = 2;
    private static final int LARGEST_GROUP = 256;

    /** A few groups; who comes beyond that is better told to come again than left to wait. */
    private static final int MOST_WAITING = 1500;

    /** With the second that a connection is waited for afterwards it stays below two. */
    private static final Duration PATIENCE = Duration.ofMillis(800);

    private final NewLeads leads;
    private final Outbox outbox;
    private final GroupWriter<Arrival, Taken> writer;

    TakeIn(NewLeads leads, Outbox outbox) {
        this.leads = leads;
        this.outbox = outbox;
        this.writer = new GroupWriter<>(
                "take-in", WRITERS, LARGEST_GROUP, MOST_WAITING, this::store, DataErrors::isDataError);
    }

    /** Returns once the arrival is committed; {@link org.springframework.dao.DataAccessException} where it may not be. */
    @Override
    public Taken take(Arrival arrival) {
        Taken taken = writer.write(arrival, PATIENCE);
        isTaken(arrival, taken);
        return taken;
    }

    /** In one statement, unless there is a bad one among them. */
    @Override
    public List<Written<Taken>> takeTogether(List<Arrival> arrivals) {
        List<Written<Taken>> all = writer.writeTogether(arrivals);
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i) instanceof Written.Done<Taken>(Taken taken)) {
                isTaken(arrivals.get(i), taken);
            }
        }
        return all;
    }

    private void isTaken(Arrival arrival, Taken taken) {
        switch (taken) {
            case Stored(LeadId leadId) -> {
                outbox.ring(arrival.destinations());
                tell(
                        leadId,
                        arrival.isSpam() ? "kept as spam from {}" : "accepted from {} for {}",
                        arrival.lead().source(),
                        arrival.destinations());
            }
            case Duplicate(LeadId leadId, LeadId of) ->
                tell(
                        leadId,
                        arrival.isSpam() ? "kept as spam from {}, told to be one of {}" : "a duplicate from {} of {}",
                        arrival.lead().source(),
                        of);
            case Replayed replayed -> {}
            case KeyReused reused -> {}
        }
    }

    private static void tell(LeadId leadId, String message, Object... arguments) {
        MDC.put("leadId", leadId.toString());
        log.info(message, arguments);
        MDC.remove("leadId");
    }

    private List<Taken> store(List<Arrival> group) {
        // One statement cannot touch a key twice: the first arrival of a key stands for those that repeat it.
        Map<Object, Integer> places = new HashMap<>();
        List<Arrival> first = new ArrayList<>();
        List<Integer> placeOf = new ArrayList<>();
        for (Arrival arrival : group) {
            Object key = arrival.key().isPresent()
                    ? List.of(arrival.lead().source(), arrival.key().get())
                    : new Object();
            Integer place = places.putIfAbsent(key, first.size());
            if (place == null) {
                placeOf.add(first.size());
                first.add(arrival);
            } else {
                placeOf.add(place);
            }
        }
        List<NewLeads.Row> rows = leads.insert(first);
        List<Taken> results = new ArrayList<>();
        for (int i = 0; i < group.size(); i++) {
            Arrival arrival = group.get(i);
            int place = placeOf.get(i);
            boolean wasFirst = placeOf.indexOf(place) == i;
            results.add(taken(arrival, rows.get(place), wasFirst));
        }
        return results;
    }

    private static Taken taken(Arrival arrival, NewLeads.Row row, boolean wasFirst) {
        if (row.isNew() && wasFirst) {
            return row.duplicateOf() == null
                    ? new Stored(row.leadId())
                    : new Duplicate(row.leadId(), row.duplicateOf());
        }
        if (!arrival.contentHash().equals(row.knownHash())) {
            return new KeyReused();
        }
        return new Replayed(row.leadId(), arrival.isSpam() ? Optional.ofNullable(row.duplicateOf()) : Optional.empty());
    }
}
