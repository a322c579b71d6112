package com.leadrouter.platform;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at each of many in turn, as often as it is run: one at which it fails ends neither the round nor those to come. It
 * is told of once, for the next round may fail at it too.
 */
final class Rounds<T> implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(Rounds.class);

    private final Iterable<? extends T> all;
    private final Consumer<? super T> look;
    private final AtomicBoolean told = new AtomicBoolean();

    Rounds(Iterable<? extends T> all, Consumer<? super T> look) {
        this.all = all;
        this.look = look;
    }

    @Override
    public void run() {
        for (T one : all) {
            // What a scheduled task throws ends it for ever, and silently.
            try {
                look.accept(one);
            } catch (RuntimeException e) {
                if (told.compareAndSet(false, true)) {
                    log.warn("cannot look at one of many; going on with the others", WithoutMessages.of(e));
                }
            }
        }
    }
}
