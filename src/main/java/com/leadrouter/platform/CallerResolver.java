package com.leadrouter.platform;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Gives controllers the {@link Caller}. */
@Component
final class CallerResolver implements HandlerMethodArgumentResolver, WebMvcConfigurer {

    private final CallingSourceResolver sources;
    private final CallingOperatorResolver operators;

    CallerResolver(CallingSourceResolver sources, CallingOperatorResolver operators) {
        this.sources = sources;
        this.operators = operators;
    }

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(this);
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == Caller.class;
    }

    // Spring Security has let in whoever is known to it; it has not been asked about the others.
    @Override
    public Caller resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer container,
            NativeWebRequest request,
            @Nullable WebDataBinderFactory binders) {
        return request.getUserPrincipal() == null
                ? sources.resolveArgument(parameter, container, request, binders)
                : operators.resolveArgument(parameter, container, request, binders);
    }
}
