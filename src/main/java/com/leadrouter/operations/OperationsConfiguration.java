package com.leadrouter.operations;

import com.leadrouter.platform.OperatorPaths;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
final class OperationsConfiguration {

    @Bean
    OperatorPaths operatorPaths() {
        return new OperatorPaths(
                List.of(
                        "GET /api/v1/leads",
                        "/api/v1/leads.csv",
                        "PATCH /api/v1/leads/*",
                        "DELETE /api/v1/leads/*",
                        "/api/v1/leads/*/deliveries/**",
                        "/api/v1/leads/*/explanation",
                        "/api/v1/deliveries/**",
                        "/api/v1/destinations/**",
                        "/api/v1/erasures",
                        "/api/v1/attention",
                        "/api/v1/audit"),
                List.of("GET /api/v1/leads/*"));
    }
}
