package com.leadrouter.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.core.io.ClassPathResource;

/** An OpenAPI document, for looking things up in it. */
record Document(String text, JsonNode root) {

    /** As it lies in the tree. */
    static Document ofTheTree() {
        try {
            return of(new ClassPathResource("openapi.yaml").getContentAsString(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As it was served, as YAML or as JSON. */
    static Document of(String text) {
        try {
            return new Document(text, new YAMLMapper().readTree(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    JsonNode at(String pointer) {
        return root.at(pointer);
    }

    /** What a reference leads to, or the node itself. */
    JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? at(node.path("$ref").asText().substring(1)) : node;
    }

    JsonNode schema(String path) {
        return at("/components/schemas/" + path);
    }

    List<Operation> operations() {
        List<Operation> operations = new ArrayList<>();
        root.path("paths")
                .fields()
                .forEachRemaining(path -> path.getValue().fields().forEachRemaining(method -> {
                    if (!method.getKey().equals("parameters")) {
                        operations.add(new Operation(this, method.getKey(), path.getKey(), method.getValue()));
                    }
                }));
        return operations;
    }

    Operation operation(String id) {
        return operations().stream()
                .filter(operation ->
                        operation.node().path("operationId").asText().equals(id))
                .findFirst()
                .orElseThrow();
    }

    String nameOf(JsonNode reference) {
        String target = reference.path("$ref").asText();
        return target.substring(target.lastIndexOf('/') + 1);
    }

    List<String> properties(String schema) {
        List<String> names = new ArrayList<>();
        schema(schema + "/properties").fieldNames().forEachRemaining(names::add);
        return names;
    }

    boolean isRequired(String schema, String property) {
        return texts(schema(schema + "/required")).contains(property);
    }

    /** The words of a list, null left out. */
    List<String> words(String path) {
        return texts(schema(path));
    }

    private static List<String> texts(JsonNode list) {
        return Stream.iterate(0, i -> i < list.size(), i -> i + 1)
                .map(list::get)
                .filter(node -> !node.isNull())
                .map(JsonNode::asText)
                .toList();
    }
}
