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

/** Gives controllers the {@link CallingSource}, or the {@link Caller} where an operator may call too. */
@Component
final class CallingSourceResolver implements HandlerMethodArgumentResolver, WebMvcConfigurer {

    private final ApiKeys keys;

    CallingSourceResolver(ApiKeys keys) {
        this.keys = keys;
    }

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(this);
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == CallingSource.class || parameter.getParameterType() == Caller.class;
    }

    @Override
    public Caller resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer container,
            NativeWebRequest request,
            @Nullable WebDataBinderFactory binders) {
        String[] sent = request.getHeaderValues(CallingSource.HEADER);
        if (sent == null && parameter.getParameterType() == Caller.class) {
            return CallingOperatorResolver.operatorOf(request).orElseThrow(UnknownCaller::new);
        }
        if (sent == null || sent.length != 1) {
            throw new UnknownCaller();
        }
        return keys.sourceOf(sent[0]).orElseThrow(UnknownCaller::new);
    }
}
