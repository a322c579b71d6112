package com.leadrouter.signin;

import com.leadrouter.platform.ApiKey;
import com.leadrouter.platform.InvalidSetting;
import com.leadrouter.platform.Networks;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who operates the service, and from which networks: {@code lead-router.operators} and {@code lead-router.operators-from};
 * where no network is named they may come from anywhere.
 */
record OperatorSettings(
        @DefaultValue List<Operator> operators,
        @DefaultValue List<String> operatorsFrom) {

    static final String PREFIX = "lead-router";

    OperatorSettings {
        operators = List.copyOf(operators);
        operatorsFrom = List.copyOf(operatorsFrom);
        check(operators);
        networksOf(operatorsFrom);
    }

    Networks networks() {
        return networksOf(operatorsFrom);
    }

    /** One of them, as configured; a wrong password is refused under the list's own key. */
    record Operator(
            @Nullable String name,
            @Nullable String password,
            @Nullable OperatorRole role) {

        // HTTP Basic ends the name at a colon; the audit shows it, so it is kept plain.
        private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._@-]{1,60}");

        Operator {
            InvalidSetting.required("name", name);
            InvalidSetting.check(
                    NAME.matcher(name).matches(), "name", "must have letters, digits and . _ @ - only, at most 60");
            InvalidSetting.required("role", role);
            bcrypt(password);
        }

        String who() {
            return String.valueOf(name);
        }

        ApiKey.Bcrypt hash() {
            return bcrypt(password);
        }

        OperatorRole may() {
            return InvalidSetting.required("role", role);
        }

        // A password that people think of can be guessed from a quick digest.
        private static ApiKey.Bcrypt bcrypt(@Nullable String password) {
            String text = InvalidSetting.required("password", password);
            InvalidSetting.check(
                    text.startsWith(ApiKey.Bcrypt.PREFIX), "password", "must begin with {bcrypt}, then a bcrypt hash");
            return (ApiKey.Bcrypt) ApiKey.configured("password", text);
        }

        @Override
        public String toString() {
            return "Operator[" + name + ", " + role + "]";
        }
    }

    private static void check(List<Operator> operators) {
        Set<String> names = new HashSet<>();
        IntStream.range(0, operators.size())
                .forEach(i -> InvalidSetting.check(
                        names.add(operators.get(i).who()), "operators[" + i + "].name", "is configured twice"));
        // How long a wrong password takes would tell whether there is somebody of that name.
        IntStream.range(1, operators.size())
                .forEach(i -> InvalidSetting.check(
                        operators.get(i).hash().cost()
                                == operators.getFirst().hash().cost(),
                        "operators[" + i + "].password",
                        "must have the same bcrypt cost as operators[0].password"));
    }

    private static Networks networksOf(List<String> networks) {
        return Networks.configured("operators-from", networks);
    }
}
