package com.leadrouter.kapture;

import static com.leadrouter.kapture.ScriptedKapture.add;
import static com.leadrouter.kapture.ScriptedKapture.answer;
import static com.leadrouter.kapture.ScriptedKapture.example;
import static com.leadrouter.kapture.ScriptedKapture.exampleText;
import static com.leadrouter.kapture.ScriptedKapture.get;
import static com.leadrouter.kapture.ScriptedKapture.json;
import static com.leadrouter.kapture.ScriptedKapture.update;
import static com.leadrouter.lead.LeadFixture.aLead;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.leadrouter.delivery.CallLog;
import com.leadrouter.kapture.KnownCustomers.KnownCustomer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Kapture's answers tell of people; neither the record nor a text form of ours may. */
class KaptureMaskingTest {

    @Test
    void theRecordKeepsTheAnswersFormAndNoPersonsData() {
        JsonNode recorded = json(recorded(exampleText("kapture-get-response.json")));

        assertThat(recorded.toString()).doesNotContain("Nishchal", "9876543212", "Karnataka");
        assertThat(recorded.path("status").asText()).isEqualTo("success");
        JsonNode customer = recorded.path("Customer Details");
        assertThat(customer.path("id").asLong()).isEqualTo(61371820);
        assertThat(customer.path("name").asText()).isEqualTo("***");
        assertThat(customer.path("city").asText()).isEmpty();
        assertThat(customer.path("deleted").isBoolean()).isTrue();
        assertThat(customer.path("contacts").path(0).path("companyName").asText())
                .isEqualTo("***");
        assertThat(customer.path("contacts").path(0).path("isPrimaryContact").asBoolean())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kapture-401.json",
                "kapture-get-not-found.json",
                "kapture-add-failed-duplicate-both.json",
                "kapture-add-failed-invalid-email.json"
            })
    void whatKaptureSaysOfTheCallStays(String file) {
        assertThat(json(recorded(exampleText(file)))).isEqualTo(json(exampleText(file)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"Enquiry\":{\"message\":\"Ada\",\"status\":\"Ada\"}}",
                "{\"message\":[\"Ada\",{\"name\":\"Ada\"}]}",
                "[\"Ada\"]",
                "{\"a\":{\"phone\":9876543210,\"mobileNo\":9876543210,\"list\":[{\"landline\":9876543210}]}}",
                "{\"name\":\"Ada",
                "\"Ada\""
            })
    void noTextOfACustomerSlipsThrough(String body) {
        assertThat(recorded(body)).doesNotContain("Ada").doesNotContain("9876543210");
    }

    @Test
    void whatIsNoJsonIsKeptWholeForTheEngineToMaskAndCut() {
        assertThat(recorded("<html>" + "x".repeat(5000)))
                .startsWith("<html>xxx")
                .hasSize(5006);
        assertThat(RecordedResponse.of(" ")).isNull();
    }

    @Test
    void aWholeTryRecordsNobody() {
        try (ScriptedKapture kapture = new ScriptedKapture()) {
            kapture.answers(
                    add(example(400, "kapture-add-failed-duplicate-phone.json")),
                    get(example(200, "kapture-get-response-multiple.json")),
                    update(example(200, "kapture-add-response.json")));

            List<CallLog.Call> calls =
                    kapture.deliver(aLead().withPhone("+919876543210").build()).calls();

            assertThat(calls)
                    .hasSize(3)
                    .allSatisfy(call -> assertThat(call.response())
                            .isNotNull()
                            .doesNotContain("Nishchal", "Qwera", "98765432", "@example.com"));
        }
    }

    @Test
    void anAuthKeyThatKaptureRepeatsIsMasked() {
        try (ScriptedKapture kapture = new ScriptedKapture()) {
            kapture.answers(add(answer(400, "{\"message\":\"key common-key is odd\",\"status\":\"failed\"}")));

            ScriptedKapture.Result result =
                    kapture.deliver(aLead().withPhone("+919876543210").build());

            assertThat(result.calls().getFirst().response())
                    .contains("key **** is odd")
                    .doesNotContain("common-key");
        }
    }

    @Test
    void textFormsShowNobody() {
        assertThat(List.of(
                        new KapturePhone("9876543210"),
                        new KnownCustomer(new CustomerId(7), "+919876543210", "ada@example.com"),
                        new Search.ByPhone(new KapturePhone("9876543210")),
                        new Search.ByEmail("ada@example.com")))
                .allSatisfy(value -> assertThat(value.toString()).doesNotContain("9876543210", "ada@"));
    }

    private static String recorded(String body) {
        return String.valueOf(RecordedResponse.of(body));
    }
}
