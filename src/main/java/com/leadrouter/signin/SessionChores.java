package com.leadrouter.signin;

import com.leadrouter.platform.Chores;
import java.time.Duration;
import org.springframework.context.SmartLifecycle;
import org.springframework.session.jdbc.JdbcIndexedSessionRepository;
import org.springframework.stereotype.Component;

/** Removes sessions that are over, and counts of wrong passwords that count no more. */
@Component
final class SessionChores implements SmartLifecycle {

    private static final Duration EVERY = Duration.ofMinutes(5);
    private static final int CHORES = 1;

    private final JdbcIndexedSessionRepository sessions;
    private final SignInBrakes brakes;
    private final Chores chores = new Chores(CHORES);
    private volatile boolean running;

    SessionChores(JdbcIndexedSessionRepository sessions, SignInBrakes brakes) {
        this.sessions = sessions;
        this.brakes = brakes;
    }

    @Override
    public void start() {
        running = true;
        chores.add("remove sessions that are over", EVERY, sessions::cleanUpExpiredSessions);
        chores.add("forget wrong passwords", EVERY, brakes::forget);
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
