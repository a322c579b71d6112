package com.leadrouter.intake;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.leadrouter.delivery.Destinations;
import com.leadrouter.platform.ApiKeys;
import com.leadrouter.platform.Settings;
import com.leadrouter.routing.Router;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

/** What intake is configured with. */
@Configuration(proxyBeanMethods = false)
final class IntakeConfiguration {

    @Bean
    IntakeSettings intakeSettings(Settings settings) {
        return settings.bind(IntakeSettings.PREFIX, IntakeSettings.class);
    }

    // Before all others but those that count and time requests: who is refused there must be able to read it.
    @Bean
    FilterRegistrationBean<FormCors> formCors(PublicForms forms, ObjectMapper json) {
        FilterRegistrationBean<FormCors> registration = new FilterRegistrationBean<>(new FormCors(forms, json));
        registration.addUrlPatterns(FormCors.ADDRESSES);
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 5);
        return registration;
    }

    // Routing knows neither destinations nor sources; here both are known, so here the router is made.
    @Bean
    Router router(Settings settings, ApiKeys keys, Destinations destinations) {
        return Router.of(settings, keys.sources(), destinations.names());
    }
}
