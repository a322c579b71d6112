package com.leadrouter.lead;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.ElementKind;
import jakarta.validation.MessageInterpolator;
import jakarta.validation.Path;
import jakarta.validation.TraversableResolver;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import java.lang.annotation.ElementType;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The constraints written on {@link Sent}, as faults. */
final class SentConstraints {

    // Its factory is never closed: it lives as long as the service.
    private static final Validator VALIDATOR = Validation.byDefaultProvider()
            .configure()
            .messageInterpolator(new CodesAsTheyAre())
            .traversableResolver(new AllIsThere())
            .buildValidatorFactory()
            .getValidator();

    private SentConstraints() {}

    /** Adds the faults of what could be read; a field that could not be read has told its fault. */
    static void check(Sent sent, Faults faults) {
        List<ConstraintViolation<Sent>> more = VALIDATOR.validate(sent).stream()
                .filter(violation -> !faults.at(pointerTo(violation)))
                .sorted(Comparator.comparing(violation -> pointerTo(violation).fragment() + violation.getMessage()))
                .toList();
        more.forEach(violation -> faults.add(pointerTo(violation), violation.getMessage(), max(violation)));
    }

    private static Pointer pointerTo(ConstraintViolation<Sent> violation) {
        Pointer pointer = Pointer.ROOT;
        for (Path.Node node : violation.getPropertyPath()) {
            pointer = pointer.to(
                    node.getKind() == ElementKind.CONTAINER_ELEMENT ? String.valueOf(node.getKey()) : node.getName());
        }
        return pointer;
    }

    private static int max(ConstraintViolation<Sent> violation) {
        Map<String, Object> limits = violation.getConstraintDescriptor().getAttributes();
        return limits.get("max") instanceof Integer max ? max : 0;
    }

    // With JPA on the class path each property is asked about first: it might be one that the database has yet to
    // bring.
    private static final class AllIsThere implements TraversableResolver {
        @Override
        public boolean isReachable(
                Object object, Path.Node property, Class<?> root, Path path, ElementType elementType) {
            return true;
        }

        @Override
        public boolean isCascadable(
                Object object, Path.Node property, Class<?> root, Path path, ElementType elementType) {
            return true;
        }
    }

    // Messages are codes: no bundles, and no expression language over what was sent.
    private static final class CodesAsTheyAre implements MessageInterpolator {
        @Override
        public String interpolate(String template, Context context) {
            return template;
        }

        @Override
        public String interpolate(String template, Context context, Locale locale) {
            return template;
        }
    }
}
