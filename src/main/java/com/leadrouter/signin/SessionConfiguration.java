package com.leadrouter.signin;

import com.leadrouter.platform.Settings;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.session.jdbc.JdbcIndexedSessionRepository;
import org.springframework.session.jdbc.PostgreSqlJdbcIndexedSessionRepositoryCustomizer;
import org.springframework.session.web.http.CookieHttpSessionIdResolver;
import org.springframework.session.web.http.DefaultCookieSerializer;
import org.springframework.session.web.http.HttpSessionIdResolver;
import org.springframework.transaction.support.TransactionTemplate;

/** Sessions in the database, so that each replica knows those that another has begun. */
@Configuration(proxyBeanMethods = false)
final class SessionConfiguration {

    static final String COOKIE = "lead-router-session";

    private static final String TABLE = "operator_session";

    @Bean
    SessionSettings sessionSettings(Settings settings) {
        return settings.bind(SessionSettings.PREFIX, SessionSettings.class);
    }

    @Bean
    JdbcIndexedSessionRepository sessionRepository(DataSource dataSource, SessionSettings settings) {
        JdbcIndexedSessionRepository sessions = new JdbcIndexedSessionRepository(
                new JdbcTemplate(dataSource), new TransactionTemplate(new JdbcTransactionManager(dataSource)));
        sessions.setTableName(TABLE);
        sessions.setDefaultMaxInactiveInterval(settings.idle());
        sessions.setConversionService(SessionValues.conversion());
        // Two requests at once may both set the same value.
        new PostgreSqlJdbcIndexedSessionRepositoryCustomizer().customize(sessions);
        // SessionChores does it, and tells of failures as the other chores do.
        sessions.setCleanupCron(Scheduled.CRON_DISABLED);
        return sessions;
    }

    /** Not Spring Session's filter itself: as a bean it would be asked at each address, a lead's too. */
    static HttpSessionIdResolver cookies() {
        DefaultCookieSerializer cookie = new DefaultCookieSerializer();
        cookie.setCookieName(COOKIE);
        cookie.setCookiePath("/");
        cookie.setUseHttpOnlyCookie(true);
        cookie.setSameSite(Cookies.SAME_SITE);
        CookieHttpSessionIdResolver resolver = new CookieHttpSessionIdResolver();
        resolver.setCookieSerializer(cookie);
        return new OneSession(resolver);
    }

    // Each that is asked for is a look into the database, and a request may name two hundred.
    private record OneSession(HttpSessionIdResolver cookies) implements HttpSessionIdResolver {

        private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

        @Override
        public List<String> resolveSessionIds(HttpServletRequest request) {
            return cookies.resolveSessionIds(request).stream()
                    .filter(id -> UUID.matcher(id).matches())
                    .limit(1)
                    .toList();
        }

        @Override
        public void setSessionId(HttpServletRequest request, HttpServletResponse response, String id) {
            cookies.setSessionId(request, response, id);
        }

        @Override
        public void expireSession(HttpServletRequest request, HttpServletResponse response) {
            cookies.expireSession(request, response);
        }
    }
}
