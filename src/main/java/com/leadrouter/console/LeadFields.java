package com.leadrouter.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.leadrouter.lead.Lead;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** A lead's fields by their dotted names, as forms have them ({@code contact.firstName}), and corrections of them. */
@Component
final class LeadFields {

    private final ObjectMapper json;

    LeadFields(ObjectMapper json) {
        this.json = json;
    }

    /** All that the lead has, in the order of its document; a consent that was not asked for is {@code "null"}. */
    Map<String, String> of(Lead lead) {
        Map<String, String> fields = new LinkedHashMap<>();
        collect("", json.valueToTree(lead), fields);
        fields.remove("source");
        return fields;
    }

    private static void collect(String prefix, JsonNode node, Map<String, String> fields) {
        node.properties().forEach(property -> {
            String name = prefix + property.getKey();
            if (property.getValue().isObject()) {
                collect(name + ".", property.getValue(), fields);
            } else {
                fields.put(name, property.getValue().asText());
            }
        });
    }

    /**
     * The JSON merge patch that makes of the fields as they were what is in the form; of the names given only, and where
     * nothing differs empty. What is blank is taken away.
     */
    ObjectNode patch(Map<String, String> before, Map<String, String> sent, Iterable<String> names) {
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        for (String name : names) {
            @Nullable String was = before.get(name);
            @Nullable String is = Address.given(sent.get(name));
            if (sent.containsKey(name) && !String.valueOf(is).equals(String.valueOf(was))) {
                String[] path = name.split("\\.");
                ObjectNode at = patch;
                for (int i = 0; i < path.length - 1; i++) {
                    at = at.withObjectProperty(path[i]);
                }
                at.set(path[path.length - 1], value(name, is));
            }
        }
        // Without a name there is no vehicle.
        if (patch.path("vehicle").path("name").isNull()) {
            patch.putNull("vehicle");
        }
        return patch;
    }

    private static JsonNode value(String name, @Nullable String text) {
        if (text == null || text.equals("null")) {
            return JsonNodeFactory.instance.nullNode();
        }
        return name.startsWith("optInConsents.")
                ? JsonNodeFactory.instance.booleanNode(Boolean.parseBoolean(text))
                : JsonNodeFactory.instance.textNode(text);
    }
}
