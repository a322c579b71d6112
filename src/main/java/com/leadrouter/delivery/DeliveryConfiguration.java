package com.leadrouter.delivery;

import com.leadrouter.platform.Settings;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
final class DeliveryConfiguration {

    @Bean
    EngineSettings engineSettings(Settings settings) {
        return settings.bind("lead-router", EngineSettings.class);
    }
}
