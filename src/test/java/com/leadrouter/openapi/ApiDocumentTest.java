package com.leadrouter.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.leadrouter.delivery.DeliveryError;
import com.leadrouter.delivery.DeliveryRecord;
import com.leadrouter.delivery.DeliveryStatus;
import com.leadrouter.delivery.DestinationBoard;
import com.leadrouter.delivery.LeadStatus;
import com.leadrouter.delivery.Outcome;
import com.leadrouter.kapture.SentPerson;
import com.leadrouter.lead.EnquiryType;
import com.leadrouter.lead.FaultCode;
import com.leadrouter.lead.Lead;
import com.leadrouter.lead.LeadDraft;
import com.leadrouter.operations.AttentionGroup;
import com.leadrouter.operations.AuditPage;
import com.leadrouter.operations.FoundLead;
import com.leadrouter.operations.LeadPage;
import com.leadrouter.operations.RetryJob;
import com.leadrouter.platform.Problem;
import com.leadrouter.platform.ProblemType;
import com.leadrouter.routing.RouteExplanation;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import jakarta.validation.ValidatorFactory;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import jakarta.validation.metadata.BeanDescriptor;
import jakarta.validation.metadata.ConstraintDescriptor;
import jakarta.validation.metadata.ContainerElementTypeDescriptor;
import jakarta.validation.metadata.ElementDescriptor;
import jakarta.validation.metadata.PropertyDescriptor;
import java.lang.reflect.Field;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.function.Function;
import java.util.stream.Stream;
import org.hibernate.validator.constraints.CodePointLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The document says what the code says: the same names, words and limits, none missing and none too many. */
class ApiDocumentTest {

    private static final Class<?> SENT = classOf("lead.Sent");

    private final Document document = Document.ofTheTree();

    @Test
    void everyFaultCodeIsThereAndNoOther() {
        List<String> codes = document.words("Fault/properties/code/enum");

        assertThat(codes)
                .containsAll(Arrays.stream(FaultCode.class.getFields())
                        .map(ApiDocumentTest::valueOf)
                        .toList());
        // PlainWordsTest holds these against the codes of leads and of destinations.
        assertThat(codes)
                .containsExactlyInAnyOrderElementsOf(ResourceBundle.getBundle("messages", Locale.ROOT).keySet().stream()
                        .filter(key -> key.startsWith("fault.") && !key.equals("fault.other"))
                        .map(key -> key.substring("fault.".length()))
                        .toList());
    }

    @Test
    void everyProblemTypeIsThereWithStatusAndTitle() {
        assertThat(document.words("Problem/properties/type/enum"))
                .containsExactlyElementsOf(Arrays.stream(ProblemType.values())
                        .map(type -> type.uri().toString())
                        .toList());
        assertThat(document.schema("Problem")
                        .path("description")
                        .asText()
                        .lines()
                        .filter(line -> line.startsWith("| `")))
                .containsExactlyElementsOf(Arrays.stream(ProblemType.values())
                        .map(type -> "| `%s` | %d | %s |".formatted(slug(type), type.status(), type.title()))
                        .toList());
    }

    @Test
    void theWordsOfEachListAreThoseOfTheCode() {
        assertThat(document.words("EnquiryType/enum"))
                .containsExactlyElementsOf(words(EnquiryType.values(), EnquiryType::text));
        assertThat(document.words("LeadStatus/enum")).containsExactlyElementsOf(words(LeadStatus.values(), Enum::name));
        assertThat(document.words("DeliveryStatus/enum"))
                .containsExactlyElementsOf(words(DeliveryStatus.values(), Enum::name));
        assertThat(document.words("Outcome/enum")).containsExactlyElementsOf(words(Outcome.values(), Enum::name));
        assertThat(document.words("AttentionGroup/properties/kind/enum"))
                .containsExactlyElementsOf(words(AttentionGroup.Kind.values(), AttentionGroup.Kind::word));
        assertThat(document.words("DestinationStanding/properties/state/enum"))
                .containsExactlyElementsOf(words(DestinationBoard.State.values(), Enum::name));
        assertThat(document.words("RetryJob/properties/state/enum"))
                .containsExactlyElementsOf(words(RetryJob.State.values(), Enum::name));
    }

    @Test
    void everyPartOfAnAnswerIsThereAndNoOther() {
        Map<String, Class<?>> records = Map.ofEntries(
                Map.entry("LeadAnswer", classOf("intake.LeadAnswer")),
                Map.entry("DeliveryAnswer", classOf("intake.LeadAnswer$DeliveryAnswer")),
                Map.entry("LeadReport", classOf("operations.LeadReport")),
                Map.entry("StoredContact", Lead.Contact.class),
                Map.entry("StoredAddress", Lead.Address.class),
                Map.entry("StoredConsents", Lead.Consents.class),
                Map.entry("Delivery", DeliveryRecord.class),
                Map.entry("Call", DeliveryRecord.CallRecord.class),
                Map.entry("DeliveryError", DeliveryError.class),
                Map.entry("Problem", Problem.class),
                Map.entry("Fault", Problem.Fault.class),
                Map.entry("PullRequest", classOf("operations.PullRequest")),
                Map.entry("PullBegun", classOf("operations.CustomersController$PullBegun")),
                Map.entry("Pull", classOf("operations.CustomersController$Pull")),
                Map.entry("Customers", classOf("operations.CustomersController$Customers")),
                Map.entry("Customer", classOf("operations.CustomersController$Customer")),
                Map.entry("Match", classOf("operations.CustomersController$Match")),
                Map.entry("Reconciliation", classOf("operations.Reconciliation")),
                Map.entry("Unconfirmed", classOf("operations.Reconciliation$Unconfirmed")),
                Map.entry("Unexplained", classOf("operations.Reconciliation$Unexplained")),
                Map.entry("Different", classOf("operations.Reconciliation$Different")),
                Map.entry("Difference", SentPerson.Difference.class),
                Map.entry("Remote", classOf("operations.RemoteController$Remote")),
                Map.entry("ActionRequest", classOf("operations.DestinationsController$Sent")),
                Map.entry("RetryRequest", classOf("operations.DeliveryActionsController$Retry")),
                Map.entry("Preview", classOf("operations.DeliveryActionsController$Shown")),
                Map.entry("Explanation", classOf("operations.Explanations$Explanation")),
                Map.entry("ExplainedRoute", RouteExplanation.class),
                Map.entry("ExplainedCondition", RouteExplanation.Condition.class),
                Map.entry("ExplainedDestination", classOf("operations.Explanations$Destination")),
                Map.entry("BulkRetryRequest", classOf("operations.BulkRetryRequest")),
                Map.entry("BulkRetry", classOf("operations.BulkRetries$Result")),
                Map.entry("RetryJob", classOf("operations.BulkRetryController$Job")),
                Map.entry("Destinations", classOf("operations.DestinationsController$All")),
                Map.entry("DestinationStanding", DestinationBoard.Standing.class),
                Map.entry("Correction", classOf("operations.Corrections$Correction")),
                Map.entry("SentPerson", SentPerson.class),
                Map.entry("Found", classOf("operations.RemoteController$Found")),
                Map.entry("LeadPage", LeadPage.class),
                Map.entry("FoundLead", FoundLead.class),
                Map.entry("FoundDelivery", FoundLead.Delivery.class),
                Map.entry("AttentionGroups", classOf("operations.AttentionController$Groups")),
                Map.entry("AttentionGroup", AttentionGroup.class),
                Map.entry("AuditPage", AuditPage.class),
                Map.entry("AuditEntry", AuditPage.Entry.class));

        records.forEach((schema, type) ->
                assertThat(document.properties(schema)).as(schema).containsExactlyElementsOf(componentsOf(type)));
        assertThat(document.properties("StoredLead"))
                .containsExactlyElementsOf(componentsOf(Lead.class).stream()
                        .filter(name -> !name.equals("source"))
                        .toList());
    }

    @Test
    void everyFieldOfALeadIsThereWithItsLimits() {
        try (ValidatorFactory factory = Validation.buildDefaultValidatorFactory()) {
            assertSame("Lead", SENT, factory.getValidator());
        }
    }

    @Test
    void everyFieldOfAFormIsThereAndNoOther() {
        assertThat(document.properties("LeadForm"))
                .containsExactlyInAnyOrderElementsOf(leavesOf("", SENT).toList())
                .allMatch(LeadDraft::hasField);
    }

    @Test
    void theWordsOfAConsentAreThoseOfTheCode() {
        assertThat(document.words("ConsentWord/enum").stream().filter(word -> !word.isEmpty()))
                .containsExactlyInAnyOrderElementsOf(((Map<?, ?>) constant("lead.SentForm", "CONSENTS"))
                        .keySet().stream().map(Object::toString).toList());
    }

    @Test
    void theLimitsOfABatchAndOfAListOfFaultsAreThoseOfTheCode() {
        int most = (int) constant("intake.BatchReader", "MOST_LEADS");

        assertThat(document.at(
                                "/paths/~1api~1v1~1leads~1batch/post/requestBody/content/application~1json/schema/maxItems")
                        .asInt())
                .isEqualTo(most);
        assertThat(document.schema("BatchResult/properties/index/maximum").asInt())
                .isEqualTo(most - 1);
        assertThat(document.schema("Problem/properties/errors/maxItems").asInt())
                .isEqualTo(constant("intake.Reception", "MOST_VIOLATIONS"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost", "jdbc:", "demo-key", "stand-in"})
    void nothingOfAPlaceIsInIt(String text) {
        assertThat(document.text()).doesNotContain(text);
    }

    private void assertSame(String schema, Class<?> type, Validator validator) {
        assertThat(document.properties(schema)).as(schema).containsExactlyElementsOf(componentsOf(type));
        BeanDescriptor constraints = validator.getConstraintsForClass(type);
        for (RecordComponent component : type.getRecordComponents()) {
            JsonNode property = document.resolved(document.schema(schema + "/properties/" + component.getName()));
            if (component.getType().isRecord()) {
                assertSame(
                        document.nameOf(document.schema(schema + "/properties/" + component.getName())),
                        component.getType(),
                        validator);
                continue;
            }
            PropertyDescriptor limits = constraints.getConstraintsForProperty(component.getName());
            String where = schema + "." + component.getName();
            assertThat(number(property, "maxLength")).as(where).isEqualTo(limit(limits, CodePointLength.class));
            assertThat(number(property, "maxProperties")).as(where).isEqualTo(limit(limits, Size.class));
            assertThat(number(property, "minLength").isPresent()).as(where).isEqualTo(has(limits, NotBlank.class));
            assertThat(document.isRequired(schema, component.getName()))
                    .as(where)
                    .isEqualTo(has(limits, NotBlank.class));
            if (component.getType() == Map.class) {
                assertThat(number(property.path("propertyNames"), "maxLength"))
                        .as(where)
                        .isEqualTo(limit(element(limits, 0), CodePointLength.class));
                assertThat(number(document.resolved(property.path("additionalProperties")), "maxLength"))
                        .as(where)
                        .isEqualTo(limit(element(limits, 1), CodePointLength.class));
            }
        }
    }

    private static ContainerElementTypeDescriptor element(PropertyDescriptor property, int index) {
        return property.getConstrainedContainerElementTypes().stream()
                .filter(element -> element.getTypeArgumentIndex() == index)
                .findFirst()
                .orElseThrow();
    }

    private static Optional<Integer> number(JsonNode schema, String name) {
        return Optional.of(schema.path(name)).filter(JsonNode::isInt).map(JsonNode::asInt);
    }

    private static Optional<Integer> limit(ElementDescriptor element, Class<?> type) {
        return constraints(element, type)
                .map(constraint -> (Integer) constraint.getAttributes().get("max"))
                .findFirst();
    }

    private static boolean has(ElementDescriptor element, Class<?> type) {
        return constraints(element, type).findAny().isPresent();
    }

    private static Stream<ConstraintDescriptor<?>> constraints(ElementDescriptor element, Class<?> type) {
        return element == null
                ? Stream.empty()
                : element.getConstraintDescriptors().stream()
                        .filter(constraint -> constraint.getAnnotation().annotationType() == type);
    }

    private static <T> List<String> words(T[] values, Function<T, String> word) {
        return Arrays.stream(values).map(word).toList();
    }

    private static String slug(ProblemType type) {
        return type.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static List<String> componentsOf(Class<?> record) {
        return Arrays.stream(record.getRecordComponents())
                .filter(component -> component.getAccessor().getAnnotation(JsonIgnore.class) == null)
                .map(ApiDocumentTest::nameOf)
                .toList();
    }

    private static String nameOf(RecordComponent component) {
        JsonProperty other = component.getAccessor().getAnnotation(JsonProperty.class);
        return other == null ? component.getName() : other.value();
    }

    private static Stream<String> leavesOf(String prefix, Class<?> record) {
        return Arrays.stream(record.getRecordComponents())
                .filter(component -> component.getType() != Map.class)
                .flatMap(component -> component.getType().isRecord()
                        ? leavesOf(prefix + component.getName() + ".", component.getType())
                        : Stream.of(prefix + component.getName()));
    }

    // Names and limits of other modules' insides: nobody else has to see them.
    private static Class<?> classOf(String name) {
        try {
            return Class.forName("com.leadrouter." + name);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Object constant(String type, String name) {
        try {
            Field field = classOf(type).getDeclaredField(name);
            field.setAccessible(true);
            return field.get(null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String valueOf(Field constant) {
        try {
            return (String) constant.get(null);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}
