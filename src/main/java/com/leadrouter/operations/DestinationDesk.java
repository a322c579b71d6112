package com.leadrouter.operations;

import com.leadrouter.delivery.DestinationBoard;
import com.leadrouter.delivery.DestinationBoard.Standing;
import com.leadrouter.delivery.Destinations;
import com.leadrouter.delivery.Outbox;
import com.leadrouter.lead.DestinationName;
import com.leadrouter.platform.CallingOperator;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The destinations as operators see them, and what they do to a whole one: pause it on all replicas, and resume it. */
@Component
public final class DestinationDesk {

    private final OperatorActions actions;
    private final DestinationBoard board;
    private final Destinations destinations;
    private final Outbox outbox;

    DestinationDesk(OperatorActions actions, DestinationBoard board, Destinations destinations, Outbox outbox) {
        this.actions = actions;
        this.board = board;
        this.destinations = destinations;
        this.outbox = outbox;
    }

    /** All that are configured. */
    public List<Standing> all() {
        return board.all();
    }

    public Optional<Standing> of(DestinationName destination) {
        return board.of(destination);
    }

    /** How it stands then; empty where there is no such destination. One that is paused stays so, with its first reason. */
    public Optional<Standing> pause(DestinationName destination, CallingOperator operator, @Nullable String reason) {
        @Nullable String given = Reason.orNull(reason);
        return doing(
                OperatorAction.PAUSE,
                destination,
                operator,
                given,
                () -> board.pause(destination, given == null ? "paused by " + operator.name() : given));
    }

    /** How it stands then; a hold for its credentials ends by itself alone. */
    public Optional<Standing> resume(DestinationName destination, CallingOperator operator, @Nullable String reason) {
        return doing(OperatorAction.RESUME, destination, operator, reason, () -> board.resume(destination));
    }

    private Optional<Standing> doing(
            OperatorAction action,
            DestinationName destination,
            CallingOperator operator,
            @Nullable String reason,
            BooleanSupplier act) {
        if (!destinations.names().contains(destination)) {
            return Optional.empty();
        }
        boolean unused = actions.doing(
                operator, action, destination.value(), reason, act::getAsBoolean, changed -> changed ? 1 : 0);
        // What was read before the commit, by a chore beside it, may have come last.
        board.look();
        outbox.ring(List.of(destination));
        return board.of(destination);
    }
}
