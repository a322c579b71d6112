package com.leadrouter.intake;

import com.leadrouter.delivery.Destinations;
import com.leadrouter.platform.ApiKeys;
import com.leadrouter.platform.Settings;
import com.leadrouter.routing.Router;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What intake is configured with. */
@Configuration(proxyBeanMethods = false)
final class IntakeConfiguration {

    @Bean
    IntakeSettings intakeSettings(Settings settings) {
        return settings.bind(IntakeSettings.PREFIX, IntakeSettings.class);
    }

    // Routing knows neither destinations nor sources; here both are known, so here the router is made.
    @Bean
    Router router(Settings settings, ApiKeys keys, Destinations destinations) {
        return Router.of(settings, keys.sources(), destinations.names());
    }
}
