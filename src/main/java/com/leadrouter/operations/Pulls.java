package com.leadrouter.operations;

import com.leadrouter.kapture.CustomerDesk;
import com.leadrouter.lead.DestinationName;
import com.leadrouter.platform.CallingOperator;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Pulls of a destination's customers that operators ask for. */
@Component
public final class Pulls {

    private final CustomerDesk desk;
    private final OperatorActions actions;

    Pulls(CustomerDesk desk, OperatorActions actions) {
        this.desk = desk;
        this.actions = actions;
    }

    /** Puts a pull of that time on record, to be made soon. */
    public UUID request(CallingOperator operator, DestinationName destination, Period period, @Nullable String reason) {
        return actions.doing(
                operator,
                OperatorAction.PULL,
                destination.value(),
                reason,
                () -> desk.requestPull(destination, period.from(), period.to(), operator.name()));
    }
}
