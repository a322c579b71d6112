package com.leadrouter.platform;

import java.security.Principal;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Gives controllers the {@link CallingOperator}. */
@Component
final class CallingOperatorResolver implements HandlerMethodArgumentResolver, WebMvcConfigurer {

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(this);
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == CallingOperator.class;
    }

    @Override
    public CallingOperator resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer container,
            NativeWebRequest request,
            @Nullable WebDataBinderFactory binders) {
        // The method would else be open to all.
        return operatorOf(request)
                .orElseThrow(() -> new IllegalStateException(
                        "the address of a method for operators is none of the OperatorPaths"));
    }

    /** Who is signed in. */
    static Optional<CallingOperator> operatorOf(NativeWebRequest request) {
        @Nullable Principal principal = request.getUserPrincipal();
        return principal instanceof Authentication who && who.getPrincipal() instanceof CallingOperator operator
                ? Optional.of(operator)
                : Optional.empty();
    }
}
