package com.leadrouter.platform;

import java.time.OffsetDateTime;
import java.util.Objects;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.flyway.FlywayMigrationStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.jdbc.core.simple.JdbcClient;

@Configuration(proxyBeanMethods = false)
final class DatabaseConfiguration {

    // Before a pool is made of it.
    @Bean
    static BeanFactoryPostProcessor databaseIsConfigured(ConfigurableEnvironment environment) {
        return beans -> new Settings(environment).bind(DatabaseAccess.PREFIX, DatabaseAccess.class);
    }

    @Bean
    DatabaseClock databaseClock(JdbcClient jdbc) {
        return new DatabaseClock(() -> Objects.requireNonNull(jdbc.sql("select clock_timestamp()")
                        .query(OffsetDateTime.class)
                        .single())
                .toInstant());
    }

    // The gate migrates, once the configuration is known to be right and the database is there.
    @Bean
    FlywayMigrationStrategy migrateAtTheGate() {
        return flyway -> {};
    }

    @Bean
    DatabaseSettings databaseSettings(Settings settings) {
        return settings.bind("lead-router", DatabaseSettings.class);
    }
}
