package com.leadrouter.signin;

import com.leadrouter.platform.CallingOperator;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.web.context.HttpRequestResponseHolder;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.session.FindByIndexNameSessionRepository;
import org.springframework.stereotype.Component;

/**
 * Keeps in a session who is signed in: his name, and not what he may do. That the configuration says anew with each request,
 * so that who is no operator any more, or has another password, is out. With OpenID Connect the role is kept, until the
 * session ends.
 */
@Component
final class OperatorSessions implements SecurityContextRepository {

    private static final String NAME = FindByIndexNameSessionRepository.PRINCIPAL_NAME_INDEX_NAME;
    private static final String MARK = "mark";
    private static final String MAY_ACT = "may-act";

    private final Operators operators;
    private final SessionSettings settings;
    private final Clock clock;
    private final boolean byProvider;

    OperatorSessions(Operators operators, SessionSettings settings, Clock clock, ObjectProvider<OidcSignIn> oidc) {
        this.operators = operators;
        this.settings = settings;
        this.clock = clock;
        this.byProvider = oidc.getIfAvailable() != null;
    }

    @Override
    @SuppressWarnings("deprecation") // what loadDeferredContext, the one that is called, comes down to
    public SecurityContext loadContext(HttpRequestResponseHolder holder) {
        return operatorOf(holder.getRequest())
                .map(operator -> new SecurityContextImpl(OperatorAuthentication.signedIn(operator)))
                .orElseGet(SecurityContextImpl::new);
    }

    @Override
    public boolean containsContext(HttpServletRequest request) {
        return operatorOf(request).isPresent();
    }

    @Override
    public void saveContext(SecurityContext context, HttpServletRequest request, HttpServletResponse response) {
        Optional<CallingOperator> operator = OperatorAuthentication.operatorOf(context.getAuthentication());
        if (operator.isPresent()) {
            keep(operator.get(), request.getSession());
        }
    }

    private void keep(CallingOperator operator, HttpSession session) {
        session.setAttribute(NAME, operator.name());
        if (byProvider) {
            session.setAttribute(MAY_ACT, operator.mayAct());
        } else {
            operators.markOf(operator.name()).ifPresent(mark -> session.setAttribute(MARK, mark));
        }
    }

    private Optional<CallingOperator> operatorOf(HttpServletRequest request) {
        @Nullable HttpSession session = request.getSession(false);
        if (session == null || !(session.getAttribute(NAME) instanceof String name)) {
            return Optional.empty();
        }
        Optional<CallingOperator> operator = isTooOld(session) ? Optional.empty() : operatorOf(name, session);
        if (operator.isEmpty()) {
            session.invalidate();
        }
        return operator;
    }

    private Optional<CallingOperator> operatorOf(String name, HttpSession session) {
        if (byProvider) {
            return session.getAttribute(MAY_ACT) instanceof Boolean mayAct
                    ? Optional.of(new CallingOperator(name, mayAct))
                    : Optional.empty();
        }
        return session.getAttribute(MARK) instanceof String mark ? operators.still(name, mark) : Optional.empty();
    }

    private boolean isTooOld(HttpSession session) {
        return Instant.ofEpochMilli(session.getCreationTime())
                .plus(settings.atMost())
                .isBefore(clock.instant());
    }
}
