package com.leadrouter.signin;

import com.leadrouter.platform.Chore;
import com.leadrouter.platform.HasChores;
import java.time.Duration;
import java.util.List;
import org.springframework.session.jdbc.JdbcIndexedSessionRepository;
import org.springframework.stereotype.Component;

/** Removes sessions that are over, and counts of wrong passwords that count no more. */
@Component
final class SessionChores implements HasChores {

    private static final Duration EVERY = Duration.ofMinutes(5);

    private final JdbcIndexedSessionRepository sessions;
    private final SignInBrakes brakes;

    SessionChores(JdbcIndexedSessionRepository sessions, SignInBrakes brakes) {
        this.sessions = sessions;
        this.brakes = brakes;
    }

    @Override
    public List<Chore> chores() {
        return List.of(
                new Chore("remove sessions that are over", EVERY, sessions::cleanUpExpiredSessions),
                new Chore("forget wrong passwords", EVERY, brakes::forget));
    }
}
