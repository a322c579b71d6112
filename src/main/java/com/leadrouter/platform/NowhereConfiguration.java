package com.leadrouter.platform;

import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.http.HttpMethod;
import org.springframework.web.HttpRequestHandler;
import org.springframework.web.servlet.handler.SimpleUrlHandlerMapping;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/**
 * What nobody else handles is not found. Left to itself, Spring MVC reads the request's headers before it says so, and
 * fails over a {@code Content-Type} with a wildcard.
 */
@Configuration(proxyBeanMethods = false)
final class NowhereConfiguration {

    @Bean
    SimpleUrlHandlerMapping nowhere() {
        HttpRequestHandler notFound = (request, response) -> {
            throw new NoResourceFoundException(HttpMethod.valueOf(request.getMethod()), "");
        };
        return new SimpleUrlHandlerMapping(Map.of("/**", notFound), Ordered.LOWEST_PRECEDENCE);
    }
}
