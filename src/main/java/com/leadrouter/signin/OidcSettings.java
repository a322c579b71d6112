package com.leadrouter.signin;

import com.leadrouter.platform.CallingOperator;
import com.leadrouter.platform.InvalidSetting;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the claims of an OpenID Connect provider make of somebody, {@code lead-router.operators-oidc}: which of them is his
 * name, which has his roles or groups, and which of those are an operator's and a viewer's. A dot leads into a claim that
 * has claims of its own ({@code realm_access.roles}).
 */
record OidcSettings(
        @DefaultValue("preferred_username") String nameClaim,
        @DefaultValue("roles") String roleClaim,
        @DefaultValue("operator") List<String> operator,
        @DefaultValue("viewer") List<String> viewer) {

    static final String PREFIX = "lead-router.operators-oidc";

    private static final String SUBJECT = "sub";
    private static final int LONGEST_NAME = 100;

    OidcSettings {
        InvalidSetting.required("name-claim", nameClaim);
        InvalidSetting.required("role-claim", roleClaim);
        operator = List.copyOf(operator);
        viewer = List.copyOf(viewer);
    }

    /** Who that is here, if anybody. */
    Optional<CallingOperator> operatorOf(Map<String, Object> claims) {
        List<String> roles = texts(find(claims, roleClaim)).toList();
        boolean mayAct = roles.stream().anyMatch(operator::contains);
        return mayAct || roles.stream().anyMatch(viewer::contains)
                ? nameOf(claims).map(name -> new CallingOperator(name, mayAct))
                : Optional.empty();
    }

    // It stands in logs and in the audit, so that it is one line and not a long one.
    private Optional<String> nameOf(Map<String, Object> claims) {
        return Stream.of(nameClaim, SUBJECT)
                .flatMap(claim -> texts(find(claims, claim)))
                .map(name -> name.replaceAll("\\p{C}", "").strip())
                .filter(name -> !name.isEmpty())
                .map(name -> name.substring(0, Math.min(LONGEST_NAME, name.length())))
                .findFirst();
    }

    private static @Nullable Object find(Map<?, ?> claims, String path) {
        Object whole = claims.get(path);
        int dot = path.indexOf('.');
        return whole == null && dot > 0 && claims.get(path.substring(0, dot)) instanceof Map<?, ?> inner
                ? find(inner, path.substring(dot + 1))
                : whole;
    }

    private static Stream<String> texts(@Nullable Object claim) {
        return switch (claim) {
            case null -> Stream.empty();
            case String text -> Stream.of(text);
            case Collection<?> several ->
                several.stream().filter(Objects::nonNull).map(Object::toString);
            default -> Stream.empty();
        };
    }
}
