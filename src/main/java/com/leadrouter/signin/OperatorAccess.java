package com.leadrouter.signin;

import com.leadrouter.platform.ClientAddress;
import com.leadrouter.platform.Settings;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.context.SecurityContextHolderFilter;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.csrf.XorCsrfTokenRequestAttributeHandler;

/**
 * Who is let in at the {@link OperatorAddresses}, in two ways that do not mix. With credentials in the request: there is no
 * session, whatever cookies come along. With a session: what changes something needs its CSRF token too. From
 * {@link ForeignPages} nothing is changed in either way.
 */
@Configuration(proxyBeanMethods = false)
final class OperatorAccess {

    /** The fields of the login form. */
    static final String NAME = "name";

    private static final String PASSWORD = "password";

    private static final String TOKEN_COOKIE = "lead-router-csrf";
    private static final String TOKEN_HEADER = "X-CSRF-TOKEN";

    private static final Logger log = LoggerFactory.getLogger(OperatorAccess.class);

    @Bean
    static OperatorSettings operatorSettings(Settings settings) {
        return settings.bind(OperatorSettings.PREFIX, OperatorSettings.class);
    }

    @Bean
    static OidcSettings oidcSettings(Settings settings) {
        return settings.bind(OidcSettings.PREFIX, OidcSettings.class);
    }

    private final OperatorSettings settings;
    private final OperatorAddresses addresses;
    private final OperatorRefusals refusals;
    private final ClientAddress clients;
    private final @Nullable OidcSignIn oidc;

    OperatorAccess(
            OperatorSettings settings,
            OperatorAddresses addresses,
            OperatorRefusals refusals,
            ClientAddress clients,
            ObjectProvider<OidcSignIn> oidc) {
        this.settings = settings;
        this.addresses = addresses;
        this.refusals = refusals;
        this.clients = clients;
        this.oidc = oidc.getIfAvailable();
        tellWhoIsLetIn();
    }

    private void tellWhoIsLetIn() {
        if (oidc != null) {
            log.info(
                    "Operators sign in through OpenID Connect: {}", oidc.names().keySet());
            if (!settings.operators().isEmpty()) {
                log.warn("lead-router.operators lets nobody in: OpenID Connect is configured");
            }
        } else if (settings.operators().isEmpty()) {
            log.info(
                    "No operators are configured (lead-router.operators): the operators' API and the console let nobody in");
        }
    }

    @Bean
    @Order(1)
    SecurityFilterChain withCredentials(
            HttpSecurity http, OperatorAuthentication passwords, KnownDevices devices, BearerTokens bearers)
            throws Exception {
        guarded(http)
                .securityMatcher(request -> OperatorAddresses.hasCredentials(request)
                        && !addresses.isOfConsole(request)
                        && addresses.contain(request))
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .csrf(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable);
        if (oidc == null) {
            http.authenticationManager(new ProviderManager(passwords))
                    .httpBasic(basic -> basic.authenticationEntryPoint(refusals).authenticationDetailsSource(devices));
        }
        bearers.letIn(http, refusals);
        return http.build();
    }

    @Bean
    @Order(2)
    SecurityFilterChain withSession(
            HttpSecurity http,
            OperatorAuthentication passwords,
            OperatorSessions sessions,
            KnownDevices devices,
            LoginAnswers answers)
            throws Exception {
        guarded(http)
                .securityMatcher(addresses::contain)
                .addFilterBefore(new ConsoleHeaders(addresses), OperatorNetworks.class)
                .securityContext(context -> context.securityContextRepository(sessions))
                .csrf(csrf -> csrf.csrfTokenRepository(tokens())
                        .csrfTokenRequestHandler(new XorCsrfTokenRequestAttributeHandler()))
                .logout(logout -> logout.logoutUrl(OperatorAddresses.LOGOUT)
                        .logoutSuccessHandler(
                                (request, response, who) -> response.sendRedirect(SignInPages.SIGNED_OUT)));
        if (oidc == null) {
            http.authenticationManager(new ProviderManager(passwords))
                    .formLogin(form -> form.loginPage(OperatorAddresses.LOGIN)
                            .usernameParameter(NAME)
                            .passwordParameter(PASSWORD)
                            .authenticationDetailsSource(devices)
                            .successHandler(answers)
                            .failureHandler(answers));
        } else {
            oidc.letIn(http, answers);
        }
        return http.build();
    }

    private HttpSecurity guarded(HttpSecurity http) throws Exception {
        return http.addFilterBefore(
                        new OperatorNetworks(settings.networks(), clients, refusals), SecurityContextHolderFilter.class)
                .addFilterBefore(new ForeignPages(refusals), SecurityContextHolderFilter.class)
                .exceptionHandling(
                        refused -> refused.authenticationEntryPoint(refusals).accessDeniedHandler(refusals))
                .headers(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .authorizeHttpRequests(requests -> requests.requestMatchers(addresses::isOpen)
                        .permitAll()
                        .anyRequest()
                        .access((who, context) -> new AuthorizationDecision(
                                OperatorAuthentication.may(who.get(), neededFor(context.getRequest())))));
    }

    // In a cookie of its own: with one in the session each visit of a stranger to the login page would begin a session.
    private static CookieCsrfTokenRepository tokens() {
        CookieCsrfTokenRepository tokens = new CookieCsrfTokenRepository();
        tokens.setCookieName(TOKEN_COOKIE);
        tokens.setHeaderName(TOKEN_HEADER);
        tokens.setCookiePath("/");
        tokens.setCookieCustomizer(cookie -> cookie.sameSite(Cookies.SAME_SITE));
        return tokens;
    }

    private static OperatorRole neededFor(HttpServletRequest request) {
        HttpMethod method = HttpMethod.valueOf(request.getMethod());
        return method == HttpMethod.GET || method == HttpMethod.HEAD || method == HttpMethod.OPTIONS
                ? OperatorRole.VIEWER
                : OperatorRole.OPERATOR;
    }
}
