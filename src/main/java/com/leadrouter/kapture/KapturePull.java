package com.leadrouter.kapture;

import com.leadrouter.delivery.CallOutcome.NotTried;
import com.leadrouter.platform.RemoteCall;
import java.util.function.Consumer;

/** Holds the place of the wire, which is built beside this. */
final class KapturePull implements CustomerPages {

    KapturePull(KaptureSettings settings, RemoteCall remote) {}

    @Override
    public PullAnswer pull(PullWindow window, Consumer<RemoteCustomer> each) {
        return new PullAnswer.Withheld("not built yet");
    }

    @Override
    public Looked look(Search search) {
        return new Looked.Unanswered(new NotTried("not built yet"));
    }
}
