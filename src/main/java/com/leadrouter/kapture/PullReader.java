package com.leadrouter.kapture;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.leadrouter.kapture.PullReading.Customers;
import com.leadrouter.kapture.PullReading.Garbled;
import com.leadrouter.kapture.PullReading.Told;
import com.leadrouter.platform.AnswerReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;

/**
 * Reads the answer of Pull as it comes, holding one customer at a time, and of each only what is looked at. The list may
 * come before the word that says whether it is one: whoever is handed customers hears at the end.
 */
final class PullReader implements AnswerReader<PullReading> {

    private static final String LIST = "message";
    private static final int MOST_TOLD = 20;
    private static final int LONGEST_TOLD = 1_000;

    private final CustomerReader customers;
    private final Consumer<RemoteCustomer> each;
    private final ObjectNode told = JsonNodeFactory.instance.objectNode();
    private boolean listed;
    private long handedOver;
    private long nameless;
    private long undated;

    PullReader(CustomerReader customers, Consumer<RemoteCustomer> each) {
        this.customers = customers;
        this.each = each;
    }

    @Override
    public PullReading read(InputStream body) throws IOException {
        Beginning beginning = new Beginning(body);
        try (JsonParser json = KaptureJson.parser(beginning)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return new Told(beginning.text());
            }
            readProperties(json);
            if (json.nextToken() != null) {
                return new Garbled(handedOver);
            }
        } catch (JsonEOFException brokenOff) {
            throw brokenOff;
        } catch (JsonProcessingException notJson) {
            return listed ? new Garbled(handedOver) : new Told(beginning.text());
        }
        String rest = told.toString();
        return listed && KaptureBody.read(rest).filter(KaptureBody::saysSuccess).isPresent()
                ? new Customers(handedOver, nameless, undated)
                : new Told(rest);
    }

    private void readProperties(JsonParser json) throws IOException {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            if (value == JsonToken.START_ARRAY && KaptureJson.plain(name).equals(LIST)) {
                listed = true;
                readList(json);
            } else if (value == JsonToken.VALUE_STRING && told.size() < MOST_TOLD) {
                String text = json.getText();
                told.put(name, text.length() <= LONGEST_TOLD ? text : text.substring(0, LONGEST_TOLD));
            } else {
                json.skipChildren();
            }
        }
    }

    private void readList(JsonParser json) throws IOException {
        while (json.nextToken() != JsonToken.END_ARRAY) {
            JsonNode told = KaptureJson.pruned(json, CustomerReader::reads);
            customers
                    .read(told)
                    .ifPresentOrElse(
                            customer -> {
                                handedOver++;
                                undated += CustomerReader.hasUnreadableDate(told) ? 1 : 0;
                                each.accept(customer);
                            },
                            () -> nameless++);
        }
    }
}
