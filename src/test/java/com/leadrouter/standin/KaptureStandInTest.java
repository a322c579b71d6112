package com.leadrouter.standin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class KaptureStandInTest {

    private static final String ADD_UPDATE = "/add-update-enquiry";
    private static final String GET = "/search-customer-by-customer-id.html";
    private static final String PULL = "/select-customer-between-start-and-end-dates.html";
    private static final String PHONE = "9876543210";
    private static final String EMAIL = "qwera@example.com";

    private KaptureStandIn kapture = new KaptureStandIn();
    private final Caller caller = new Caller();

    @AfterEach
    void close() {
        caller.close();
        kapture.close();
    }

    @Test
    void theExampleIsAddedAndAnsweredAsInTheContract() {
        assertExample(add(Map.of()), "kapture-add-response.json");
        assertThat(kapture.contractViolations()).isEmpty();
        assertThat(kapture.customers()).singleElement().satisfies(customer -> {
            assertThat(customer.name()).isEqualTo("Qwera");
            assertThat(customer.phone()).isEqualTo(PHONE);
            assertThat(customer.email()).isEqualTo(EMAIL);
        });
    }

    @Test
    void idsGrow() {
        add(Map.of());
        add(Map.of("phone", "9876543299", "email_id", ""));

        assertThat(kapture.customers()).extracting(KaptureCustomer::id).containsExactly(65033646L, 65033647L);
    }

    @ParameterizedTest
    @CsvSource({
        "phone,9876543210,other@example.com",
        "email,9876543299,QWERA@example.com",
        "both,9876543210,qwera@example.com",
    })
    void aKnownPersonIsADuplicate(String which, String phone, String email) {
        kapture.plant("Qwera", PHONE, EMAIL);

        assertExample(
                add(Map.of("phone", phone, "email_id", email)), "kapture-add-failed-duplicate-" + which + ".json");
        assertThat(kapture.customers()).hasSize(1);
        assertThat(kapture.accepted()).isZero();
    }

    @Test
    void phoneAndEmailOfTwoCustomersAreBothDuplicates() {
        kapture.plant("One", PHONE, "");
        kapture.plant("Two", "", EMAIL);

        assertExample(add(Map.of()), "kapture-add-failed-duplicate-both.json");
    }

    @ParameterizedTest
    @CsvSource({
        "customer_name,'',required-fields",
        "email_id,nobody,invalid-email",
        "email_id,a@b,invalid-email",
        "email_id,a@b..de,invalid-email",
        "phone,5876543210,invalid-phone",
        "phone,+919876543210,invalid-phone",
        "phone,987654321,invalid-phone",
    })
    void dataFaultsAreAnsweredAsInTheContract(String field, String value, String failure) {
        assertExample(add(Map.of(field, value)), "kapture-add-failed-" + failure + ".json");
        assertThat(kapture.contractViolations()).isEmpty();
    }

    @Test
    void neitherPhoneNorEmailIsAMissingField() {
        assertExample(add(Map.of("phone", "", "email_id", "")), "kapture-add-failed-required-fields.json");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "phone|9876543210",
                "zone|null",
                "surplus|\"\"",
                "contact_id|\"7\"",
                "gender|\"Male\"",
            })
    void aWrongShapeOfAddIsCounted(String field, String value) {
        ObjectNode body = Example.of("kapture-add-request.json").json();
        body.set(field, Json.read(value).orElseThrow());

        assertViolation(send(ADD_UPDATE, body.toString()), field);
    }

    @Test
    void aMissingKeyOfAddIsCounted() {
        ObjectNode body = Example.of("kapture-add-request.json").json();
        body.remove("tertSource");

        assertViolation(send(ADD_UPDATE, body.toString()), "tertSource is missing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "null", "\"x\"", "[]"})
    void whatHoldsNoObjectIsCounted(String body) {
        assertThat(send(ADD_UPDATE, body).statusCode()).isEqualTo(400);
        assertThat(kapture.contractViolations()).isNotEmpty();
    }

    @Test
    void anArrayIsNoAdd() {
        assertViolation(
                send(ADD_UPDATE, "[" + Example.of("kapture-add-request.json").text() + "]"), "array");
    }

    @Test
    void anotherContentTypeAndAnotherPathAreCounted() {
        var text = Caller.kapture(
                        kapture,
                        ADD_UPDATE,
                        Example.of("kapture-add-request.json").text())
                .setHeader("Content-Type", "text/plain");

        assertViolation(caller.send(text), "Content-Type");
        assertThat(send("/elsewhere", "{}").statusCode()).isEqualTo(404);
        assertThat(caller.curl("GET", kapture.baseUrl() + GET).statusCode()).isEqualTo(405);
        assertThat(kapture.contractViolations()).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic wrong", "a2FwZGVtbzprYXAxMjM=", "Bearer a2FwZGVtbzprYXAxMjM="})
    void aWrongKeyIsUnauthorized(String header) {
        var request = Caller.kapture(
                        kapture,
                        ADD_UPDATE,
                        Example.of("kapture-add-request.json").text())
                .setHeader("Authorization", header);

        assertExample(caller.send(request), "kapture-401.json");
        assertThat(kapture.customers()).isEmpty();
    }

    @Test
    void aCallMayHaveAKeyAndAPathOfItsOwn() {
        kapture.close();
        kapture = new KaptureStandIn(
                KaptureSettings.defaults().withAuthKey("get", "Z2V0").withPaths("/a", "/u", "/g", "/p"));
        String body = Example.of("kapture-get-request-by-phone.json").text();

        assertExample(send("/g", body), "kapture-401.json");
        assertExample(
                caller.send(Caller.kapture(kapture, "/g", body).setHeader("Authorization", "Basic Z2V0")),
                "kapture-get-not-found.json");
        assertThat(send("/a", Example.of("kapture-add-request.json").text()).statusCode())
                .isEqualTo(200);
        assertThat(send("/u", Example.of("kapture-update-request.json").text()).statusCode())
                .isEqualTo(200);
        assertThat(kapture.calls().byOperation()).isEqualTo(Map.of("get", 2, "add", 1, "update", 1));
    }

    @Test
    void theExampleUpdatesTheNameAloneAndIsAnsweredAsInTheContract() {
        add(Map.of());

        assertExample(
                send(ADD_UPDATE, Example.of("kapture-update-request.json").text()), "kapture-update-response.json");
        assertThat(kapture.customer(65033646).orElseThrow())
                .extracting(KaptureCustomer::name, KaptureCustomer::phone, KaptureCustomer::email)
                .containsExactly("Qweraa", PHONE, EMAIL);
        assertThat(kapture.contractViolations()).isEmpty();
    }

    @Test
    void anUpdatedPhoneIsFoundAndTheOldOneIsFree() {
        long id = kapture.plant("Qwera", PHONE, EMAIL).id();

        assertThat(update(id, "", "9876543299", "").statusCode()).isEqualTo(200);
        assertThat(found("phone", "9876543299").path("id").asLong()).isEqualTo(id);
        assertExample(get("phone", PHONE), "kapture-get-not-found.json");
    }

    @Test
    void anUpdateMayRepeatItsOwnValuesButNotTakeAnothersOnes() {
        long id = kapture.plant("One", PHONE, EMAIL).id();
        kapture.plant("Two", "9876543299", "two@example.com");

        assertThat(update(id, "One", PHONE, EMAIL).statusCode()).isEqualTo(200);
        assertExample(update(id, "", "9876543299", ""), "kapture-add-failed-duplicate-phone.json");
        assertExample(update(id, "", "", "two@example.com"), "kapture-add-failed-duplicate-email.json");
        assertExample(update(id, "", "9876543299", "Two@example.com"), "kapture-add-failed-duplicate-both.json");
        assertExample(update(id, "", "1", ""), "kapture-add-failed-invalid-phone.json");
    }

    @Test
    void anUpdateOfNobodyFailsInWordsThatTheContractDoesNotHave() {
        long id = kapture.plant("One", PHONE, EMAIL).id();
        kapture.forget(id);

        HttpResponse<String> answer = update(id, "One", "", "");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(Json.read(answer.body()).orElseThrow().path("status").asText())
                .isEqualTo("failed");
        assertThat(kapture.contractViolations()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"kapture_customer_id\":\"1\",\"customer_name\":\"\",\"phone\":\"\"}|email_id is missing",
                "{\"kapture_customer_id\":\"1\",\"customer_name\":\"\",\"phone\":\"\",\"email_id\":\"\",\"city\":\"\"}|city",
                "{\"kapture_customer_id\":\"1\",\"customer_name\":\"\",\"phone\":\"\",\"email_id\":\"\",\"x\":\"1\"}|x is unknown",
                "{\"kapture_customer_id\":\"X\",\"customer_name\":\"\",\"phone\":\"\",\"email_id\":\"\"}|no id",
            })
    void aWrongShapeOfUpdateIsCounted(String body, String text) {
        assertViolation(send(ADD_UPDATE, body), text);
    }

    @Test
    void aCustomerIsFoundByIdPhoneAndEmail() {
        long id = kapture.plant("Qwera", PHONE, "Qwera@Example.com").id();

        assertThat(found("kapture_customer_id", Long.toString(id)).path("id").asLong())
                .isEqualTo(id);
        assertThat(found("phone", PHONE).path("name").asText()).isEqualTo("Qwera");
        assertThat(found("email_id", EMAIL).path("companyPhone").asText()).isEqualTo(PHONE);
        assertThat(kapture.contractViolations()).isEmpty();
    }

    @Test
    void theAnswerOfGetHasTheShapeOfTheExample() {
        add(Map.of());
        JsonNode example = Example.of("kapture-get-response.json").json().path("Customer Details");

        JsonNode details = found("phone", PHONE);
        assertThat(details.fieldNames()).toIterable().containsExactlyElementsOf(example::fieldNames);
        assertThat(details.at("/contacts/0/email").asText()).isEqualTo("aadii@example.com");
        assertThat(details.at("/contacts/0/leadId").asLong()).isEqualTo(65033646);
    }

    @ParameterizedTest
    @ValueSource(strings = {"kapture-get-request-by-phone.json", "kapture-get-request-by-email.json"})
    void whoIsNotThereIsNotFound(String file) {
        assertExample(send(GET, Example.of(file).text()), "kapture-get-not-found.json");
        assertThat(kapture.contractViolations()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"kapture_customer_id\":\"\",\"customer_id\":\"\",\"email_id\":\"\",\"phone\":\"9\"}|no array",
                "[{\"kapture_customer_id\":\"\",\"customer_id\":\"\",\"email_id\":\"\",\"phone\":\"9\"},{}]|no array",
                "[{\"kapture_customer_id\":\"\",\"customer_id\":\"\",\"email_id\":\"\",\"phone\":\"\"}]|0 search values",
                "[{\"kapture_customer_id\":\"\",\"customer_id\":\"\",\"email_id\":\"a\",\"phone\":\"9\"}]|2 search values",
                "[{\"kapture_customer_id\":\"\",\"email_id\":\"\",\"phone\":\"9\"}]|customer_id is missing",
                "[{\"kapture_customer_id\":\"\",\"customer_id\":\"\",\"email_id\":\"\",\"phone\":9}]|phone is no string",
                "[{\"kapture_customer_id\":\"\",\"customer_id\":\"1\",\"email_id\":\"\",\"phone\":\"9\"}]|customer_id has a value",
            })
    void aWrongShapeOfGetIsCounted(String body, String text) {
        assertViolation(send(GET, body), text);
    }

    @Test
    void customersCanBePlantedChangedAndForgotten() {
        KaptureCustomer planted = kapture.plant(61371820, Map.of("customer_name", "Nishchal", "phone", PHONE));
        kapture.change(planted.id(), Map.of("phone", "", "email_id", EMAIL));

        assertExample(get("phone", PHONE), "kapture-get-not-found.json");
        assertThat(found("email_id", EMAIL).path("id").asLong()).isEqualTo(61371820);
        kapture.forget(planted.id());
        assertThat(kapture.customers()).isEmpty();
        assertExample(get("email_id", EMAIL), "kapture-get-not-found.json");
        assertThatThrownBy(() -> kapture.forget(1)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "2021-03-14,2021-03-14",
        "2021-03-14 14:21:11,2021-03-14 14:21:11",
        "2021-03-13 14:21:11,2021-03-14 14:21:11",
    })
    void theExampleOfPullIsAnsweredAsInTheContractSaveWhatIsInTheRemarks(String start, String end) {
        kapture.plant("Ker", "", "ker@example.com", Instant.parse("2021-03-14T08:51:11.866Z"));

        HttpResponse<String> answer = pull(start, end);

        assertThat(answer.headers().firstValue("Content-Type"))
                .as(answer.body())
                .contains("application/json");
        assertThat(Json.read(answer.body())).as("raw line breaks").isEmpty();
        JsonNode example =
                Example.of("kapture-pull-response.json").json().path("message").path(0);
        JsonNode customer = pulled(answer).path(0);
        assertThat(customer.fieldNames()).toIterable().containsExactlyElementsOf(example::fieldNames);
        for (String name : List.of("name", "generationDate", "lastModificationTime")) {
            assertThat(customer.path(name)).as(name).isEqualTo(example.path(name));
        }
        assertThat(customer.at("/contacts/0/email").asText()).isEqualTo("ker@example.com");
        assertThat(customer.at("/contacts/0/generationDate")).isEqualTo(example.at("/contacts/0/generationDate"));
        assertThat(kapture.contractViolations()).isEmpty();
        assertThat(kapture.requests("pull")).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "2021-03-13,2021-03-13",
        "2021-03-15,2021-03-15",
        "2021-03-14 14:21:12,2021-03-15 14:21:12",
        "2021-03-14 00:00:00,2021-03-14 14:21:10",
    })
    void whoWasCreatedAtAnotherTimeIsInNoPull(String start, String end) {
        kapture.plant("Ker", "", "ker@example.com", Instant.parse("2021-03-14T08:51:11.866Z"));

        assertExample(pull(start, end), "kapture-pull-none.json");
        assertThat(kapture.contractViolations()).isEmpty();
    }

    @Test
    void aChangedCustomerKeepsItsCreationAndTellsOfItsChange() {
        long id = kapture.plant("Ker", PHONE, "", Instant.parse("2021-03-14T08:51:11Z"))
                .id();
        kapture.change(id, Map.of("customer_name", "Kerstin"));

        JsonNode customer = pulled(pull("2021-03-14", "2021-03-14")).path(0);
        assertThat(customer.path("name").asText()).isEqualTo("Kerstin");
        assertThat(customer.path("generationDate").asText()).isEqualTo("Mar 14, 2021 2:21:11 PM");
        assertThat(customer.at("/lastModificationTime/year").asInt()).isGreaterThan(2021);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"start_date\":\"2021-03-14\",\"end_date\":\"2021-03-14\"}|no array",
                "[{\"start_date\":\"2021-03-14\"}]|end_date is missing",
                "[{\"start_date\":\"2021-03-14\",\"end_date\":\"2021-03-14\",\"limit\":\"1\"}]|limit is unknown",
                "[{\"start_date\":\"2021-03-14\",\"end_date\":\"2021-03-15\"}]|24 hours",
                "[{\"start_date\":\"2021-03-14 00:00:00\",\"end_date\":\"2021-03-15 00:00:01\"}]|24 hours",
                "[{\"start_date\":\"2021-03-14\",\"end_date\":\"2021-03-13\"}]|before",
                "[{\"start_date\":\"2021-03-14\",\"end_date\":\"2021-03-14 10:00:00\"}]|two forms",
                "[{\"start_date\":\"2021-02-29\",\"end_date\":\"2021-02-29\"}]|no date",
                "[{\"start_date\":\"14.03.2021\",\"end_date\":\"14.03.2021\"}]|no date",
                "[{\"start_date\":\"2021-03-14 24:00:00\",\"end_date\":\"2021-03-14 24:00:00\"}]|no date",
            })
    void aWrongShapeOfPullIsCounted(String body, String text) {
        assertViolation(send(PULL, body), text);
    }

    @Test
    void whatIsMaskedIsMaskedInGetAndPull() {
        kapture.plant("Ker", PHONE, EMAIL, Instant.parse("2021-03-14T08:51:11Z"));
        kapture.mask(true, false);

        assertThat(found("phone", PHONE).path("companyPhone").asText()).isEqualTo("XXXXXX3210");
        JsonNode contact = pulled(pull("2021-03-14", "2021-03-14")).at("/0/contacts/0");
        assertThat(contact.path("phone").asText()).isEqualTo("XXXXXX3210");
        assertThat(contact.path("isMobileMasked").asBoolean()).isTrue();
        assertThat(contact.path("email").asText()).isEqualTo(EMAIL);
        assertThat(contact.path("isEmailMasked").asBoolean()).isFalse();
    }

    @Test
    void customersCanBeInventedChangedAndForgottenByHand() {
        assertThat(control("POST", "customers?invent=4711&name=Ada&phone=" + PHONE)
                        .statusCode())
                .isEqualTo(200);
        assertThat(control("POST", "customers?change=4711&name=Ada%20L&email=ada@example.com")
                        .statusCode())
                .isEqualTo(200);
        assertThat(kapture.customer(4711).orElseThrow())
                .extracting(KaptureCustomer::name, KaptureCustomer::phone, KaptureCustomer::email)
                .containsExactly("Ada L", PHONE, "ada@example.com");
        assertThat(control("POST", "customers?invent=4712&phone=" + PHONE).statusCode())
                .isEqualTo(400);
        assertThat(control("POST", "customers?forget=4711").statusCode()).isEqualTo(200);
        assertThat(control("POST", "customers?forget=4711").body()).contains("no such customer");
        assertThat(kapture.customers()).isEmpty();
        assertThat(kapture.requests()).isZero();
    }

    @Test
    void aPullCanBeMadeLongAndBrokenOff() {
        control("POST", "long-pull?customers=3000");
        assertThat(pulled(pull("2021-03-14", "2021-03-14"))).hasSize(3000);

        control("POST", "long-pull?customers=3000&break-off-after=1000");
        assertThatThrownBy(() -> pull("2021-03-14", "2021-03-14")).isInstanceOf(UncheckedIOException.class);

        control("DELETE", "long-pull");
        assertExample(pull("2021-03-14", "2021-03-14"), "kapture-pull-none.json");
    }

    @Test
    void callsAreCountedByOperationAndPerson() {
        add(Map.of());
        add(Map.of());
        get("phone", PHONE);

        assertThat(kapture.requests("add")).isEqualTo(2);
        assertThat(kapture.requests("add", PHONE)).isEqualTo(2);
        assertThat(kapture.requests("get", PHONE)).isEqualTo(1);
        assertThat(kapture.requests("get", EMAIL)).isZero();
        assertThat(kapture.accepted()).isEqualTo(1);
    }

    @Test
    void oneAfterTheOtherIsNoOverlap() {
        add(Map.of());
        get("phone", PHONE);
        get("email_id", EMAIL);

        assertThat(kapture.overlaps()).isZero();
    }

    @Test
    void twoCallsForOnePersonAtOnceAreAnOverlap() {
        kapture.faults().always(Fault.slow(Duration.ofMinutes(1)));
        var first = caller.sendAsync(Caller.kapture(kapture, GET, getBody("phone", PHONE)));
        var other = caller.sendAsync(Caller.kapture(kapture, GET, getBody("phone", "9876543299")));
        arrived(2);
        assertThat(kapture.overlaps()).isZero();

        var second = caller.sendAsync(Caller.kapture(kapture, ADD_UPDATE, addBody(Map.of())));
        arrived(3);
        kapture.faults().clear();
        CompletableFuture.allOf(first, other, second).join();

        assertThat(kapture.overlaps()).isEqualTo(1);
    }

    @Test
    void ofManyAddsOfOnePersonAtOnceOneWins() {
        CompletableFuture.allOf(IntStream.range(0, 50)
                        .mapToObj(i -> caller.sendAsync(Caller.kapture(kapture, ADD_UPDATE, addBody(Map.of()))))
                        .toArray(CompletableFuture[]::new))
                .join();

        assertThat(kapture.calls().byStatus()).isEqualTo(Map.of(200, 1, 400, 49));
        assertThat(kapture.customers()).hasSize(1);
    }

    private void arrived(int requests) {
        Awaitility.await().until(() -> kapture.requests() == requests);
    }

    private HttpResponse<String> add(Map<String, String> changes) {
        return send(ADD_UPDATE, addBody(changes));
    }

    private static String addBody(Map<String, String> changes) {
        ObjectNode body = Example.of("kapture-add-request.json").json();
        changes.forEach(body::put);
        return body.toString();
    }

    private HttpResponse<String> update(long id, String name, String phone, String email) {
        ObjectNode body = Example.of("kapture-update-request.json").json();
        body.put("kapture_customer_id", Long.toString(id))
                .put("customer_name", name)
                .put("phone", phone)
                .put("email_id", email);
        return send(ADD_UPDATE, body.toString());
    }

    private HttpResponse<String> get(String field, String value) {
        return send(GET, getBody(field, value));
    }

    private static String getBody(String field, String value) {
        ObjectNode body = Json.object()
                .put("kapture_customer_id", "")
                .put("customer_id", "")
                .put("email_id", "")
                .put("phone", "");
        return "[" + body.put(field, value) + "]";
    }

    private HttpResponse<String> pull(String start, String end) {
        return send(PULL, "[" + Json.object().put("start_date", start).put("end_date", end) + "]");
    }

    /** Its line breaks put right, since nothing forgives them here. */
    private static JsonNode pulled(HttpResponse<String> answer) {
        return Json.read(answer.body().replace("\r\n\t", " ")).orElseThrow().path("message");
    }

    private HttpResponse<String> control(String method, String page) {
        return caller.curl(method, kapture.baseUrl() + "/stand-in/" + page);
    }

    private JsonNode found(String field, String value) {
        return Json.read(get(field, value).body()).orElseThrow().path("Customer Details");
    }

    private HttpResponse<String> send(String path, String body) {
        return caller.send(Caller.kapture(kapture, path, body));
    }

    private void assertViolation(HttpResponse<String> answer, String text) {
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(kapture.contractViolations())
                .anySatisfy(violation -> assertThat(violation).contains(text));
        assertThat(kapture.customers()).isEmpty();
    }

    private static void assertExample(HttpResponse<String> answer, String file) {
        assertThat(Json.read(answer.body()))
                .isEqualTo(Json.read(Example.of(file).text()));
        assertThat(answer.statusCode()).isEqualTo(Example.of(file).status().orElseThrow());
    }
}
