package com.leadrouter.kapture;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDateTime;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** The JSON object of an answer, read without relying on more than the contract names (sections 3, 4.2 and 6). */
final class KaptureBody {

    private final JsonNode root;

    private KaptureBody(JsonNode root) {
        this.root = root;
    }

    /** The body, or nothing where it is no JSON object. */
    static Optional<KaptureBody> read(String text) {
        return KaptureJson.read(text).filter(JsonNode::isObject).map(KaptureBody::new);
    }

    boolean saysSuccess() {
        return property("status").asText("").strip().equalsIgnoreCase("success");
    }

    /** What a failure says: its message, else whatever stands in one's place. */
    String text() {
        return Stream.of("message", "error", "customerdetails", "status")
                .map(this::property)
                .filter(JsonNode::isTextual)
                .map(JsonNode::asText)
                .filter(text -> !text.isBlank())
                .findFirst()
                .orElse("");
    }

    /** The customer written by Add or Update; none where Kapture says 0 or nothing. */
    Optional<CustomerId> writtenCustomer() {
        JsonNode enquiry = property("enquiry");
        return id(KaptureJson.property(enquiry, "kapturecustomerid")).or(() -> id(property("kapturecustomerid")));
    }

    /** Whether Get's answer has a sentence where customers are due, which is how it says that there are none. */
    boolean hasTextForCustomers() {
        return property("customerdetails").isTextual();
    }

    /** Whether Get's answer has customers where they are due, be it none. */
    boolean hasCustomers() {
        return property("customerdetails").isContainerNode();
    }

    /** Whether all customers in Get's answer, be it none, are said to be deleted. */
    boolean saysThatNobodyIsThere() {
        return customers().allMatch(KaptureBody::isDeleted);
    }

    /** Of the customers that Get found, the newest that is not deleted. */
    Optional<CustomerId> newestId() {
        return newest().map(Found::id);
    }

    /** The same with all that Get tells of it. */
    Optional<JsonNode> newestCustomer() {
        return newest().map(Found::customer);
    }

    private Optional<Found> newest() {
        return customers()
                .filter(customer -> !isDeleted(customer))
                .flatMap(customer -> Found.of(customer).stream())
                .max(Found.BY_AGE);
    }

    private Stream<JsonNode> customers() {
        JsonNode details = property("customerdetails");
        return details.isArray() ? details.valueStream() : Stream.of(details);
    }

    private static boolean isDeleted(JsonNode customer) {
        return KaptureJson.property(customer, "deleted").asBoolean();
    }

    private record Found(CustomerId id, LocalDateTime since, JsonNode customer) {

        private static final Comparator<Found> BY_AGE = Comparator.comparing(Found::since)
                .thenComparingLong(found -> found.id().value());

        static Optional<Found> of(JsonNode customer) {
            return KaptureBody.id(KaptureJson.property(customer, "id"))
                    .map(id -> new Found(
                            id,
                            KaptureDates.read(KaptureJson.property(customer, "generationdate"))
                                    .orElse(LocalDateTime.MIN),
                            customer));
        }
    }

    private JsonNode property(String plainName) {
        return KaptureJson.property(root, plainName);
    }

    /** An id as a number or as text (Kapture contract, section 3). */
    static Optional<CustomerId> id(JsonNode node) {
        return CustomerId.of(node.isTextual() ? parse(node.asText()) : node.asLong());
    }

    private static long parse(String text) {
        try {
            return Long.parseLong(text.strip());
        } catch (NumberFormatException none) {
            return 0;
        }
    }
}
