package com.leadrouter.kapture;

import java.util.function.BiFunction;
import java.util.function.Consumer;

/** {@link CustomerPages} that answer as the test says. */
final class ScriptedPages implements CustomerPages {

    private final BiFunction<PullWindow, Consumer<RemoteCustomer>, PullAnswer> pull;

    private ScriptedPages(BiFunction<PullWindow, Consumer<RemoteCustomer>, PullAnswer> pull) {
        this.pull = pull;
    }

    static ScriptedPages pulling(BiFunction<PullWindow, Consumer<RemoteCustomer>, PullAnswer> pull) {
        return new ScriptedPages(pull);
    }

    @Override
    public PullAnswer pull(PullWindow window, Consumer<RemoteCustomer> each) {
        return pull.apply(window, each);
    }

    @Override
    public Looked look(Search search) {
        throw new UnsupportedOperationException();
    }
}
