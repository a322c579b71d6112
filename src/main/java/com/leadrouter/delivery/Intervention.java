package com.leadrouter.delivery;

import com.leadrouter.lead.Violation;
import java.util.List;

/** What came of an operator's hand on a delivery. */
public sealed interface Intervention {

    /** It stands as it was asked for; whether that changed anything. */
    record Done(boolean changed) implements Intervention {}

    /** The delivery is in a state that does not allow it; {@code why} is a sentence for people. */
    record NotPossible(String why) implements Intervention {}

    /** The destination would surely refuse the lead as it is. */
    record Refused(List<Violation> faults) implements Intervention {
        public Refused {
            faults = List.copyOf(faults);
        }
    }

    /** There is no such lead, or nothing of it for such a destination. */
    record NoSuch() implements Intervention {}
}
