package com.leadrouter.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One operation of the document, with the examples of what is sent to it and of what it answers. */
record Operation(Document document, String method, String path, JsonNode node) {

    /** An answer that the document shows. */
    record Answer(Operation operation, int status, String type, String name, String text) {

        @Override
        public String toString() {
            return operation + " " + status + " " + name;
        }
    }

    /** A body that the document shows. */
    record Body(String type, String name, JsonNode value) {}

    List<Answer> answers() {
        List<Answer> answers = new ArrayList<>();
        for (Map.Entry<String, JsonNode> response : node.path("responses").properties()) {
            for (Map.Entry<String, JsonNode> content :
                    document.resolved(response.getValue()).path("content").properties()) {
                for (Map.Entry<String, JsonNode> example :
                        content.getValue().path("examples").properties()) {
                    JsonNode value = document.resolved(example.getValue()).path("value");
                    answers.add(new Answer(
                            this,
                            Integer.parseInt(response.getKey()),
                            content.getKey(),
                            example.getKey(),
                            value.isTextual() ? value.asText() : value.toString()));
                }
            }
        }
        return answers;
    }

    List<Body> bodies() {
        List<Body> bodies = new ArrayList<>();
        for (Map.Entry<String, JsonNode> content :
                node.path("requestBody").path("content").properties()) {
            for (Map.Entry<String, JsonNode> example :
                    content.getValue().path("examples").properties()) {
                bodies.add(new Body(
                        content.getKey(), example.getKey(), example.getValue().path("value")));
            }
        }
        return bodies;
    }

    Optional<Body> body(String type) {
        return bodies().stream().filter(body -> body.type().equals(type)).findFirst();
    }

    boolean isOpenToAll() {
        return node.has("security") && node.path("security").isEmpty();
    }

    boolean isForOperators() {
        return node.path("security").path(0).has("operator");
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}
