package com.leadrouter.openapi;

import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletResponse;
import org.springdoc.core.configuration.SpringDocConfiguration;
import org.springdoc.core.properties.SpringDocConfigProperties;
import org.springdoc.core.providers.ObjectMapperProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Swagger UI at {@code /swagger-ui.html}, reading {@link ApiDocument}; off by {@code springdoc.swagger-ui.enabled}. Of
 * springdoc only the page is used: its own document would be read off signatures that say nothing.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "springdoc.swagger-ui.enabled", matchIfMissing = true)
final class SwaggerUiConfiguration {

    // Swagger UI sets styles and draws its icons as data; all else comes from here, and nothing goes elsewhere.
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline';"
            + " img-src 'self' data:; connect-src 'self'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'";

    // The three beans that springdoc's FAQ names for a document of one's own; with api-docs disabled nothing else runs.
    @Bean
    SpringDocConfiguration springDocConfiguration() {
        return new SpringDocConfiguration();
    }

    @Bean
    SpringDocConfigProperties springDocConfigProperties() {
        return new SpringDocConfigProperties();
    }

    @Bean
    ObjectMapperProvider objectMapperProvider(SpringDocConfigProperties properties) {
        return new ObjectMapperProvider(properties);
    }

    @Bean
    FilterRegistrationBean<Filter> swaggerUiPolicy() {
        FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>((request, response, chain) -> {
            HttpServletResponse answer = (HttpServletResponse) response;
            answer.setHeader("Content-Security-Policy", POLICY);
            answer.setHeader("Referrer-Policy", "no-referrer");
            answer.setHeader("X-Content-Type-Options", "nosniff");
            chain.doFilter(request, response);
        });
        registration.addUrlPatterns("/swagger-ui.html", "/swagger-ui/*");
        return registration;
    }
}
