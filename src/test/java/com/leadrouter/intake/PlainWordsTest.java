package com.leadrouter.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.leadrouter.lead.FaultCode;
import com.leadrouter.lead.Lead;
import com.leadrouter.lead.LeadDraft;
import com.leadrouter.platform.ProblemType;
import java.lang.reflect.Field;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whatever can be wrong, there are plain words for it; and no words for what cannot. */
class PlainWordsTest {

    /** What destinations refuse leads for at the door, beside the lead's own codes. */
    private static final List<String> OF_DESTINATIONS = List.of(
            "invalid-campaign-id",
            "unknown-campaign",
            "unknown-vehicle",
            "invalid-postcode",
            "indian-mobile-or-email-required");

    /** What no form is answered with, or with no more than that something went wrong. */
    private static final Set<ProblemType> NEVER_ON_A_PAGE = EnumSet.of(
            ProblemType.SEARCH_TOO_BROAD,
            ProblemType.UNAUTHORIZED,
            ProblemType.NOT_ACCEPTABLE,
            ProblemType.NOT_POSSIBLE_NOW,
            ProblemType.INTERNAL_ERROR);

    private final Set<String> keys =
            new TreeSet<>(ResourceBundle.getBundle("messages", Locale.ROOT).keySet());

    @Test
    void everyFaultHasItsWords() {
        Stream<String> ofLeads = Arrays.stream(FaultCode.class.getFields()).map(PlainWordsTest::value);

        assertThat(below("fault."))
                .containsExactlyInAnyOrderElementsOf(Stream.of(ofLeads, OF_DESTINATIONS.stream(), Stream.of("other"))
                        .flatMap(codes -> codes)
                        .toList());
    }

    @Test
    void everyFieldHasItsName() {
        List<String> fields = fieldsOf("", Lead.class)
                .filter(field -> !field.equals("source"))
                .toList();
        assertThat(fields.stream().filter(field -> !field.startsWith("attributes")))
                .allMatch(LeadDraft::hasField);

        // Where a fault is of an object: neither of two fields is there, no vehicle, too many attributes.
        assertThat(below("field."))
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(fields.stream(), Stream.of("contact", "vehicle", "other"))
                                .toList());
    }

    @Test
    void everyProblemOfAFormHasItsPage() {
        Set<String> slugs = EnumSet.complementOf(EnumSet.copyOf(NEVER_ON_A_PAGE)).stream()
                .map(type -> type.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .collect(Collectors.toCollection(TreeSet::new));
        slugs.add("other");

        assertThat(below("problem."))
                .containsExactlyInAnyOrderElementsOf(slugs.stream()
                        .flatMap(slug -> Stream.of(slug + ".title", slug + ".text"))
                        .toList());
    }

    @Test
    void thereIsNothingElse() {
        assertThat(keys.stream().filter(key -> !key.matches("(fault|field|problem|console|sign-in)\\..*")))
                .containsExactlyInAnyOrder("thanks.title", "thanks.text", "faults.back");
    }

    private List<String> below(String prefix) {
        return keys.stream()
                .filter(key -> key.startsWith(prefix))
                .map(key -> key.substring(prefix.length()))
                .toList();
    }

    private static Stream<String> fieldsOf(String prefix, Class<?> record) {
        return Arrays.stream(record.getRecordComponents()).flatMap(component -> fieldsOf(prefix, component));
    }

    private static Stream<String> fieldsOf(String prefix, RecordComponent component) {
        String name = prefix + component.getName();
        return component.getType().isRecord() && component.getType() != Map.class
                ? fieldsOf(name + ".", component.getType())
                : Stream.of(name);
    }

    private static String value(Field constant) {
        try {
            return (String) constant.get(null);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}
