package com.leadrouter.platform;

import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Has everyone's chores done while the service runs. */
@Component
final class Caretaker implements SmartLifecycle {

    private final ObjectProvider<HasChores> owners;
    private Chores chores = new Chores(0);
    private volatile boolean running;

    Caretaker(ObjectProvider<HasChores> owners) {
        this.owners = owners;
    }

    @Override
    public void start() {
        running = true;
        List<Chore> all =
                owners.stream().flatMap(owner -> owner.chores().stream()).toList();
        chores = new Chores(all.size());
        all.forEach(chores::add);
    }

    @Override
    public void stop() {
        chores.close();
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
