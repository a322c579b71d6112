package com.leadrouter.platform;

import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The clock that everyone asks who does not ask the database. */
@Configuration(proxyBeanMethods = false)
final class TimeConfiguration {

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }
}
