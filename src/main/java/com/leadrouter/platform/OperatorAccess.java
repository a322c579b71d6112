package com.leadrouter.platform;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.EnumSet;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.security.SecurityProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.www.BasicAuthenticationFilter;
import org.springframework.security.web.context.AbstractSecurityWebApplicationInitializer;
import org.springframework.security.web.firewall.FirewalledRequest;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * Lets operators in at the {@link OperatorPaths} by HTTP Basic, and nobody else. There is no session; the password itself
 * a browser sends along with what any page asks of it, so that {@link ForeignPages} are kept out. All other addresses are
 * not Spring Security's business.
 */
@Configuration(proxyBeanMethods = false)
final class OperatorAccess {

    @Bean
    OperatorSettings operatorSettings(Settings settings) {
        return settings.bind(OperatorSettings.PREFIX, OperatorSettings.class);
    }

    @Bean
    RequestMatcher operatorAddresses(ObjectProvider<OperatorPaths> paths) {
        return new OperatorAddresses(paths.orderedStream());
    }

    @Bean
    SecurityFilterChain operatorChain(
            HttpSecurity http,
            OperatorAuthentication authentication,
            OperatorSettings settings,
            ClientAddress addresses,
            RequestMatcher theirs)
            throws Exception {
        OperatorRefusals refusals = new OperatorRefusals();
        return http.securityMatcher(theirs)
                .addFilterBefore(new OperatorNetworks(settings.networks(), addresses), BasicAuthenticationFilter.class)
                .addFilterBefore(new ForeignPages(), BasicAuthenticationFilter.class)
                .authenticationManager(new ProviderManager(authentication))
                .httpBasic(basic -> basic.authenticationEntryPoint(refusals))
                .exceptionHandling(
                        refused -> refused.authenticationEntryPoint(refusals).accessDeniedHandler(refusals))
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .csrf(AbstractHttpConfigurer::disable)
                .headers(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .authorizeHttpRequests(requests -> requests.anyRequest()
                        .access((who, context) -> new AuthorizationDecision(
                                OperatorAuthentication.may(who.get(), neededFor(context.getRequest())))))
                .build();
    }

    // Spring Security's filter looks up the handler of each request before it sees that it is none of its business: a
    // tenth of what a lead costs. So it is asked at the operators' addresses alone.
    @Bean
    FilterRegistrationBean<Filter> operatorsDoor(
            @Qualifier(AbstractSecurityWebApplicationInitializer.DEFAULT_FILTER_NAME) Filter security,
            RequestMatcher theirs) {
        FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>((request, response, chain) -> {
            if (theirs.matches((HttpServletRequest) request)) {
                security.doFilter(request, response, chain);
            } else {
                chain.doFilter(request, response);
            }
        });
        registration.setName("operatorsDoor");
        registration.setOrder(SecurityProperties.DEFAULT_FILTER_ORDER);
        registration.setDispatcherTypes(EnumSet.allOf(DispatcherType.class));
        return registration;
    }

    @Bean
    FilterRegistrationBean<Filter> notAtEachAddress(
            @Qualifier(AbstractSecurityWebApplicationInitializer.DEFAULT_FILTER_NAME) Filter security) {
        FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>(security);
        registration.setEnabled(false);
        return registration;
    }

    private static OperatorRole neededFor(HttpServletRequest request) {
        HttpMethod method = HttpMethod.valueOf(request.getMethod());
        return method == HttpMethod.GET || method == HttpMethod.HEAD || method == HttpMethod.OPTIONS
                ? OperatorRole.VIEWER
                : OperatorRole.OPERATOR;
    }

    // Spring Security's own refuses methods, headers and paths, at all addresses, in words and with a status of its
    // own.
    // What it is afraid of cannot happen here: its matcher reads a path as Spring MVC does.
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

    // Else every request, a lead's too, pays for spans and timers of the filters that let it pass.
    @Bean
    SecurityObservationSettings noObservations() {
        return SecurityObservationSettings.noObservations();
    }
}
