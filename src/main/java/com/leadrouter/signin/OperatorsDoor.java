package com.leadrouter.signin;

import com.leadrouter.platform.ClientAddress;
import com.leadrouter.platform.FailedRequest;
import com.leadrouter.platform.ProblemType;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.security.SecurityProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.web.context.AbstractSecurityWebApplicationInitializer;
import org.springframework.security.web.firewall.FirewalledRequest;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.session.jdbc.JdbcIndexedSessionRepository;
import org.springframework.session.web.http.SessionRepositoryFilter;

/**
 * Has sessions and Spring Security at the operators' addresses and nowhere else. All other addresses are not their
 * business: to look up the handler of each request before it is seen to be none of theirs took a tenth of what a lead costs.
 */
@Configuration(proxyBeanMethods = false)
final class OperatorsDoor {

    private static final Duration SOON = Duration.ofSeconds(5);

    @Bean
    FilterRegistrationBean<Filter> atTheirAddresses(
            @Qualifier(AbstractSecurityWebApplicationInitializer.DEFAULT_FILTER_NAME) Filter security,
            OperatorAddresses theirs,
            ClientAddress clients,
            OperatorRefusals refusals,
            JdbcIndexedSessionRepository repository) {
        SessionRepositoryFilter<?> sessions = new SessionRepositoryFilter<>(repository);
        sessions.setHttpSessionIdResolver(SessionConfiguration.cookies());
        FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>((request, response, chain) -> {
            HttpServletRequest here = (HttpServletRequest) request;
            if (theirs.contain(here)) {
                HttpServletRequest sent = AsSent.of(here, clients);
                letIn(sent, (HttpServletResponse) response, refusals, (in, out) -> {
                    // Who brings credentials has no session, and needs no look for one.
                    if (OperatorAddresses.hasCredentials(sent) && !theirs.isOfConsole(sent)) {
                        security.doFilter(in, out, chain);
                    } else {
                        sessions.doFilter(in, out, (inside, outside) -> security.doFilter(inside, outside, chain));
                    }
                });
            } else {
                chain.doFilter(request, response);
            }
        });
        registration.setName("atTheirAddresses");
        registration.setOrder(SecurityProperties.DEFAULT_FILTER_ORDER);
        registration.setDispatcherTypes(EnumSet.allOf(DispatcherType.class));
        return registration;
    }

    // Without the database nobody is known; where that shows only here, nothing behind has answered.
    private static void letIn(
            HttpServletRequest request, HttpServletResponse response, OperatorRefusals refusals, FilterChain chain)
            throws IOException, ServletException {
        try {
            chain.doFilter(request, response);
        } catch (RuntimeException failure) {
            if (response.isCommitted() || FailedRequest.typeOf(failure) != ProblemType.UNAVAILABLE) {
                throw failure;
            }
            FailedRequest.log(failure);
            refusals.refuse(Refusal.UNAVAILABLE, SOON, request, response);
        }
    }

    @Bean
    FilterRegistrationBean<Filter> notAtEachAddress(
            @Qualifier(AbstractSecurityWebApplicationInitializer.DEFAULT_FILTER_NAME) Filter security) {
        FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>(security);
        registration.setEnabled(false);
        return registration;
    }

    // Spring Security's own refuses methods, headers and paths in words and with a status of its own. What it is afraid
    // of cannot happen here: its matcher reads a path as Spring MVC does.
    @Bean
    HttpFirewall noFirewall() {
        return new HttpFirewall() {
            @Override
            public FirewalledRequest getFirewalledRequest(HttpServletRequest request) {
                return new FirewalledRequest(request) {
                    @Override
                    public void reset() {
                        // there is nothing to take back
                    }
                };
            }

            @Override
            public HttpServletResponse getFirewalledResponse(HttpServletResponse response) {
                return response;
            }
        };
    }

    // Else each request pays for spans and timers of the filters that let it pass.
    @Bean
    SecurityObservationSettings noObservations() {
        return SecurityObservationSettings.noObservations();
    }
}
