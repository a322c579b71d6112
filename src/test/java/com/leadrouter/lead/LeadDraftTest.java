package com.leadrouter.lead;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LeadDraftTest {

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final LeadDefaults NO_DEFAULTS = new LeadDefaults("website", null, null, null, null);
    private static final LeadDefaults UK =
            new LeadDefaults("website-uk", "GB", "uk-campaign", EnquiryType.QUOTATION, "Website");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String LEAD = """
            {
              "externalReferenceId": "web-000123",
              "campaignId": "966c7488-bfa7-45b5-8510-d26ba3008879",
              "enquiryType": "Test Drive",
              "enquiryDateTime": "2026-11-21T10:20:59Z",
              "acquisitionChannel": "Website",
              "ipAddress": "203.0.113.7",
              "contact": {
                "firstName": "Ada", "lastName": "Lovelace",
                "emailAddress": "ada@example.com", "phoneNumber": "07700 900123", "gender": "F",
                "address": { "postcode": "SW1A 1AA", "city": "London", "state": "", "country": "GB" }
              },
              "optInConsents": { "email": true, "phone": false, "sms": null, "post": null },
              "vehicle": { "name": "Example Vehicle" },
              "attributes": { "utm_source": "newsletter" }
            }
            """;

    @Nested
    class AValidLead {

        @Test
        void isReadWhole() {
            assertThat(valid(lead(), NO_DEFAULTS))
                    .isEqualTo(new Lead(
                            "website",
                            "web-000123",
                            "966c7488-bfa7-45b5-8510-d26ba3008879",
                            EnquiryType.TEST_DRIVE,
                            Instant.parse("2026-11-21T10:20:59Z"),
                            "Website",
                            "203.0.113.7",
                            new Lead.Contact(
                                    "Ada",
                                    "Lovelace",
                                    "ada@example.com",
                                    "+447700900123",
                                    "F",
                                    new Lead.Address("SW1A 1AA", "London", null, "GB")),
                            new Lead.Consents(true, false, null, null),
                            new Lead.Vehicle("Example Vehicle"),
                            Map.of("utm_source", "newsletter")));
        }

        @Test
        void takesFromItsSourceWhatItDoesNotSay() {
            Lead lead = valid(parse("""
                            {"campaignId": " ", "enquiryType": "", "contact":
                              {"firstName": "Ada", "lastName": "Lovelace", "phoneNumber": "07700 900123"}}"""), UK);

            assertThat(lead.campaignId()).isEqualTo("uk-campaign");
            assertThat(lead.enquiryType()).isEqualTo(EnquiryType.QUOTATION);
            assertThat(lead.acquisitionChannel()).isEqualTo("Website");
            assertThat(lead.contact().address().country()).isEqualTo("GB");
            assertThat(lead.contact().phoneNumber()).isEqualTo("+447700900123");
            assertThat(lead.enquiryDateTime()).isEqualTo(NOW);
            assertThat(lead.optInConsents()).isEqualTo(new Lead.Consents(null, null, null, null));
            assertThat(lead.vehicle()).isNull();
            assertThat(lead.attributes()).isEmpty();
        }

        @Test
        void saysMoreThanItsSource() {
            Lead lead = valid(with("/contact/address/country", "in", "/contact/phoneNumber", "98765 43210"), UK);

            assertThat(lead.contact().address().country()).isEqualTo("IN");
            assertThat(lead.contact().phoneNumber()).isEqualTo("+919876543210");
            assertThat(lead.enquiryType()).isEqualTo(EnquiryType.TEST_DRIVE);
        }

        @ParameterizedTest
        @ValueSource(strings = {"  Ada ", "\u00a0Ada\u2003", "\u200bAda\ufeff", "\u3000Ada\u2028"})
        void losesTheBlanksAroundItsTexts(String name) {
            assertThat(valid(with("/contact/firstName", name), UK).contact().firstName())
                    .isEqualTo("Ada");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "عائشة",
                    "𠮷野",
                    "Zoë",
                    "Zoe\u0308",
                    "👩\u200d🚀",
                    "O'Brien",
                    "<script>",
                    "नि\u200dला",
                    "{{x}}",
                    "\u202eadA"
                })
        void mayHaveAnyName(String name) {
            assertThat(valid(with("/contact/firstName", name), UK).contact().firstName())
                    .isEqualTo(name);
        }

        @Test
        void keepsTabsAndLinesOfItsAttributes() {
            assertThat(valid(with("/attributes/comment", "one\r\n\ttwo"), UK).attributes())
                    .containsEntry("comment", "one\r\n\ttwo");
        }

        @Test
        void losesItsBlankAttributes() {
            assertThat(valid(with("/attributes/comment", "  "), UK).attributes())
                    .containsOnlyKeys("utm_source");
        }
    }

    @ParameterizedTest(name = "{0} = {1}")
    @CsvSource({
        "/contact/emailAddress, ada@example.com",
        "/contact/emailAddress, ada+x@sub.example.co.uk",
        "/contact/emailAddress, o'brien@example.com",
        "/contact/emailAddress, josé@exämple.de",
        "/contact/emailAddress, '\"ada l\"@example.com'",
        "/contact/phoneNumber, +44 7700 900123",
        "/contact/phoneNumber, +49 (0)30 123456",
        "/contact/phoneNumber, 0044 20 7946 0018",
        "/contact/phoneNumber, 020 7946 0018 ext. 5",
        "/contact/address/country, gb",
        "/contact/address/postcode, 12345678901234567890",
        "/enquiryType, rEGISTER oF iNTEREST",
        "/enquiryType, kmi",
        "/enquiryDateTime, 2026-11-21T12:05:00Z",
        "/enquiryDateTime, 2026-11-21T10:20+01:00",
        "/enquiryDateTime, 2026-11-21T10:20:59.123456789+0530",
        "/enquiryDateTime, 1900-01-01T00:00:00Z",
        "/ipAddress, 255.255.255.255",
        "/ipAddress, ::1",
        "/ipAddress, 2001:db8:0:0:0:0:0:1",
        "/ipAddress, ::ffff:192.0.2.1"
    })
    void isFine(String field, String value) {
        assertThat(faults(with(field, value))).isEmpty();
    }

    @ParameterizedTest(name = "{0} = {1} is {2}")
    @CsvSource({
        "/contact/emailAddress, ada, invalid-email",
        "/contact/emailAddress, ada@example, invalid-email",
        "/contact/emailAddress, ada@example., invalid-email",
        "/contact/emailAddress, @example.com, invalid-email",
        "/contact/emailAddress, ada@@example.com, invalid-email",
        "/contact/emailAddress, a b@example.com, invalid-email",
        "/contact/emailAddress, ada@[127.0.0.1], invalid-email",
        "/contact/emailAddress, 'ada@example.com,bob@example.com', invalid-email",
        "/contact/phoneNumber, 123, invalid-phone",
        "/contact/phoneNumber, 7946 0018, invalid-phone",
        "/contact/phoneNumber, +44, invalid-phone",
        "/contact/phoneNumber, +999 123456789, invalid-phone",
        "/contact/phoneNumber, call me, invalid-phone",
        "/contact/phoneNumber, 077009001231234567, invalid-phone",
        "/contact/address/country, UK, invalid-country",
        "/contact/address/country, GBR, invalid-country",
        "/contact/address/country, ıN, invalid-country",
        "/contact/address/postcode, 123456789012345678901, too-long",
        "/enquiryType, Test, invalid-enquiry-type",
        "/enquiryDateTime, 2026-11-21T12:05:01Z, date-time-in-future",
        "/enquiryDateTime, +999999999-12-31T00:00:00Z, date-time-in-future",
        "/enquiryDateTime, 1899-12-31T23:59:59Z, date-time-too-old",
        "/enquiryDateTime, -0044-03-15T00:00:00Z, date-time-too-old",
        "/enquiryDateTime, 2026-11-21T10:20:59, invalid-date-time",
        "/enquiryDateTime, 2026-11-21, invalid-date-time",
        "/enquiryDateTime, 2026-02-30T10:20:59Z, invalid-date-time",
        "/enquiryDateTime, 2026-11-21T10:20:59Z[Europe/London], invalid-date-time",
        "/enquiryDateTime, yesterday, invalid-date-time",
        "/ipAddress, 256.1.1.1, invalid-ip-address",
        "/ipAddress, example.com, invalid-ip-address",
        "/ipAddress, 1.2.3, invalid-ip-address",
        "/ipAddress, 2130706433, invalid-ip-address",
        "/ipAddress, fe80::1%eth0, invalid-ip-address",
        "/ipAddress, [::1], invalid-ip-address",
        "/ipAddress, ::1::, invalid-ip-address",
        "/contact/firstName, '', required",
        "/contact/firstName, '\u200b', required"
    })
    void isAFault(String field, String value, String code) {
        assertThat(faults(with(field, value))).containsExactly("#" + field + " " + code);
    }

    static Stream<Arguments> limits() {
        return Stream.of(
                arguments("/externalReferenceId", 100),
                arguments("/campaignId", 100),
                arguments("/acquisitionChannel", 200),
                arguments("/contact/firstName", 100),
                arguments("/contact/lastName", 100),
                arguments("/contact/gender", 20),
                arguments("/contact/address/postcode", 20),
                arguments("/contact/address/city", 100),
                arguments("/contact/address/state", 100),
                arguments("/vehicle/name", 200),
                arguments("/attributes/comment", 500));
    }

    @ParameterizedTest
    @MethodSource("limits")
    void aCharacterIsOneHoweverManyBytesItTakes(String field, int limit) {
        assertThat(faults(with(field, "😀".repeat(limit)))).isEmpty();
        assertThat(faults(with(field, "😀".repeat(limit + 1)))).containsExactly("#" + field + " too-long");
    }

    @Test
    void anEmailHas254Characters() {
        String domain = ("." + "d".repeat(60)).repeat(4) + ".com";

        assertThat(faults(with("/contact/emailAddress", "abcdef@" + domain.substring(1))))
                .isEmpty();
        assertThat(faults(with("/contact/emailAddress", "abcdefg@" + domain.substring(1))))
                .containsExactly("#/contact/emailAddress too-long");
    }

    @Test
    void oneOfEmailAndPhoneIsEnough() {
        assertThat(faults(without("/contact/emailAddress"))).isEmpty();
        assertThat(faults(without("/contact/phoneNumber"))).isEmpty();
        assertThat(faults(without("/contact/phoneNumber", "/contact/emailAddress")))
                .containsExactly("#/contact email-or-phone-required");
    }

    @Test
    void aFaultyEmailIsNoMissingOne() {
        JsonNode sent = without("/contact/phoneNumber");
        set(sent, "/contact/emailAddress", TextNode.valueOf("ada"));

        assertThat(faults(sent)).containsExactly("#/contact/emailAddress invalid-email");
    }

    @Test
    void withoutACountryANumberNeedsItsPrefix() {
        JsonNode sent = without("/contact/address/country");

        assertThat(faults(sent, NO_DEFAULTS)).containsExactly("#/contact/phoneNumber invalid-phone");
        assertThat(faults(sent, UK)).isEmpty();
    }

    @Test
    void nothingIsSaidOfANumberWhoseCountryIsFaulty() {
        assertThat(faults(with("/contact/address/country", "XX")))
                .containsExactly("#/contact/address/country invalid-country");
    }

    static Stream<Arguments> wrongTypes() {
        return Stream.of(
                arguments("/contact", "[]"),
                arguments("/contact", "\"\""),
                arguments("/contact/firstName", "5"),
                arguments("/contact/firstName", "{\"a\":1}"),
                arguments("/contact/address", "true"),
                arguments("/campaignId", "1e400"),
                arguments("/optInConsents/email", "\"true\""),
                arguments("/optInConsents/email", "\"\""),
                arguments("/optInConsents/email", "1"),
                arguments("/optInConsents", "[true]"),
                arguments("/vehicle", "\"Example\""),
                arguments("/attributes", "[]"),
                arguments("/attributes/x", "{\"y\":\"z\"}"),
                arguments("/attributes/x", "1"));
    }

    @ParameterizedTest(name = "{0} = {1}")
    @MethodSource("wrongTypes")
    void nothingIsCoerced(String field, String json) {
        JsonNode sent = lead();
        set(sent, field, parse(json));

        assertThat(faults(sent)).containsExactly("#" + field + " wrong-type");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "null", "5", "\"lead\""})
    void whatIsNoObjectIsNoLead(String json) {
        assertThat(faults(parse(json))).containsExactly("# wrong-type");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/x", "/contact/x", "/contact/address/x", "/optInConsents/x", "/vehicle/x"})
    void anUnknownFieldPointsToItself(String field) {
        assertThat(faults(with(field, "secret"))).containsExactly("#" + field + " unknown-field");
    }

    @ParameterizedTest
    @CsvSource({"a/b, a~1b", "~, ~0", "a b, a%20b", "50%, 50%25", "ü, %C3%BC", "'\"', %22", "#, %23", "'', ''"})
    void aPointerIsEscaped(String name, String escaped) {
        JsonNode sent = lead();
        ((ObjectNode) sent).put(name, "x");

        assertThat(faults(sent)).containsExactly("#/" + escaped + " unknown-field");
    }

    static Stream<Arguments> unprintable() {
        return Stream.of(
                arguments("A\u0000da", "control-character"),
                arguments("Ada\n", "control-character"),
                arguments("A\tda", "control-character"),
                arguments("A\u007fda", "control-character"),
                arguments("A\u0085da", "control-character"),
                arguments("A\ud800da", "unpaired-surrogate"),
                arguments("A\udc00", "unpaired-surrogate"));
    }

    @ParameterizedTest
    @MethodSource("unprintable")
    void whatPostgresqlOrAReaderCannotTakeIsRefused(String text, String code) {
        for (String field : List.of("/contact/firstName", "/contact/emailAddress", "/enquiryType", "/ipAddress")) {
            assertThat(faults(with(field, text))).containsExactly("#" + field + " " + code);
        }
    }

    @Test
    void attributesTakeLinesButNoOtherControls() {
        assertThat(faults(with("/attributes/x", "a\u0000"))).containsExactly("#/attributes/x control-character");
        assertThat(faults(with("/attributes/x", "a\u009f"))).containsExactly("#/attributes/x control-character");
        assertThat(faults(with("/attributes/x", "\udfff"))).containsExactly("#/attributes/x unpaired-surrogate");
    }

    @Test
    void attributesHaveNames() {
        assertThat(faults(attribute("\u0000"))).containsExactly("#/attributes/%00 control-character");
        assertThat(faults(attribute("a\nb"))).containsExactly("#/attributes/a%0Ab control-character");
        assertThat(faults(attribute(" "))).containsExactly("#/attributes/%20 invalid-name");
        assertThat(faults(attribute(" utm_source"))).containsExactly("#/attributes/%20utm_source invalid-name");
        assertThat(faults(attribute("n".repeat(100)))).isEmpty();
        assertThat(faults(attribute("n".repeat(101))))
                .containsExactly("#/attributes/" + "n".repeat(100) + "%E2%80%A6 too-long");
    }

    @Test
    void thereAreFiftyAttributes() {
        JsonNode sent = lead();
        IntStream.range(1, 50).forEach(i -> set(sent, "/attributes/a" + i, TextNode.valueOf("x")));
        assertThat(faults(sent)).isEmpty();

        set(sent, "/attributes/a50", TextNode.valueOf("x"));
        assertThat(faults(sent)).containsExactly("#/attributes too-many");
    }

    @Test
    void allFaultsAreToldAtOnce() {
        JsonNode sent = parse("""
                {"campaignId": 5, "x": 1, "enquiryType": "?", "enquiryDateTime": "?", "ipAddress": "?",
                 "contact": {"firstName": " ", "emailAddress": "?", "phoneNumber": "?",
                             "address": {"country": "?", "city": "\\u0000"}},
                 "optInConsents": {"sms": "no"}, "attributes": {"a": []}}""");

        assertThat(faults(sent))
                .containsExactlyInAnyOrder(
                        "#/campaignId wrong-type",
                        "#/x unknown-field",
                        "#/enquiryType invalid-enquiry-type",
                        "#/enquiryDateTime invalid-date-time",
                        "#/ipAddress invalid-ip-address",
                        "#/contact/firstName required",
                        "#/contact/lastName required",
                        "#/contact/emailAddress invalid-email",
                        "#/contact/address/country invalid-country",
                        "#/contact/address/city control-character",
                        "#/optInConsents/sms wrong-type",
                        "#/attributes/a wrong-type");
    }

    @Test
    void whereAFieldIsFaultyTheLeadHoldsNoDefaultForIt() {
        JsonNode sent = with("/campaignId", "x".repeat(101), "/enquiryType", "?", "/contact/address/country", "?");
        set(sent, "/acquisitionChannel", parse("5"));

        Lead lead = ((Checked.Invalid) LeadDraft.of(sent).check(UK, NOW)).asFarAsRead();

        assertThat(lead.acquisitionChannel()).isNull();
        assertThat(lead.enquiryType()).isNull();
        assertThat(lead.contact().address().country()).isNull();
    }

    @Test
    void noFaultTellsAValue() {
        JsonNode sent =
                with("/contact/emailAddress", "s3cret", "/contact/phoneNumber", "s3cret", "/enquiryType", "s3cret");
        set(sent, "/unknown", TextNode.valueOf("s3cret"));

        assertThat(LeadDraft.of(sent).check(UK, NOW)).isInstanceOf(Checked.Invalid.class);
        assertThat(violations(sent, UK).toString()).doesNotContain("s3cret");
    }

    @Test
    void hostileInputGetsABoundedAnswer() {
        ObjectNode sent = JSON.createObjectNode();
        IntStream.range(0, 10_000).forEach(i -> sent.put(i + "\u0000".repeat(1000), i));

        assertThat(violations(sent, UK)).hasSize(100);
        assertThat(violations(sent, UK).toString().length()).isLessThan(100_000);
    }

    @Test
    void aDeepTreeIsNotFollowed() {
        ObjectNode deep = JSON.createObjectNode();
        ObjectNode sent = deep;
        for (int i = 0; i < 50_000; i++) {
            deep = deep.putObject("contact");
        }

        assertThat(faults(sent)).contains("#/contact/contact unknown-field");
        assertThat(LeadDraft.of(sent).contentHash()).hasSize(32);
    }

    @Nested
    class TheHashOfTheContent {

        @Test
        void doesNotDependOnOrderBlanksAndNulls() {
            JsonNode one =
                    parse("{\"campaignId\": \"a\", \"vehicle\": {}, \"attributes\": {\"x\": \"1\", \"y\": \"2\"}}");
            JsonNode other = parse(
                    "{\"attributes\": {\"y\": \"2 \", \"x\": \"1\", \"z\": \"\"}, \"campaignId\": \" a \", \"contact\": null}");

            assertThat(hash(one)).isEqualTo(hash(other));
        }

        @Test
        void doesNotDependOnDefaults() {
            assertThat(hash(without("/campaignId"))).isNotEqualTo(hash(with("/campaignId", "uk-campaign")));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "/externalReferenceId",
                    "/campaignId",
                    "/enquiryType",
                    "/enquiryDateTime",
                    "/acquisitionChannel",
                    "/ipAddress",
                    "/contact/firstName",
                    "/contact/lastName",
                    "/contact/emailAddress",
                    "/contact/phoneNumber",
                    "/contact/gender",
                    "/contact/address/postcode",
                    "/contact/address/city",
                    "/contact/address/country",
                    "/optInConsents/email",
                    "/optInConsents/phone",
                    "/vehicle/name",
                    "/attributes/utm_source"
                })
        void dependsOnEveryField(String field) {
            assertThat(hash(without(field))).isNotEqualTo(hash(lead()));
        }

        @Test
        void tellsNoFromNotAsked() {
            assertThat(hash(parse("{\"optInConsents\": {\"sms\": false}}"))).isNotEqualTo(hash(parse("{}")));
        }

        @Test
        void isThatOfWeeksAgo() {
            assertThat(hash(lead())).isEqualTo("1a9ca20fe2abe528568430dba7e86aff55c8d47661f716e5b0db00e85e13ad6f");
        }

        private String hash(JsonNode sent) {
            return HexFormat.of().formatHex(LeadDraft.of(sent).contentHash());
        }
    }

    @Test
    void theTextFormShowsNothingOfWhatWasSent() {
        assertThat(LeadDraft.of(lead()).toString()).isEqualTo("LeadDraft[…]");
        assertThat(Sent.read(lead(), new Faults()).contact().toString()).doesNotContain("Ada", "ada@");
    }

    private static JsonNode lead() {
        return parse(LEAD);
    }

    private static JsonNode attribute(String name) {
        JsonNode sent = lead();
        ((ObjectNode) sent.get("attributes")).put(name, "x");
        return sent;
    }

    private static JsonNode with(String... fieldsAndValues) {
        JsonNode sent = lead();
        for (int i = 0; i < fieldsAndValues.length; i += 2) {
            set(sent, fieldsAndValues[i], TextNode.valueOf(fieldsAndValues[i + 1]));
        }
        return sent;
    }

    private static JsonNode without(String... fields) {
        JsonNode sent = lead();
        for (String field : fields) {
            set(sent, field, null);
        }
        return sent;
    }

    private static void set(JsonNode sent, String field, @Nullable JsonNode value) {
        int name = field.lastIndexOf('/');
        ObjectNode parent = (ObjectNode) sent.at(field.substring(0, name));
        if (value == null) {
            parent.remove(field.substring(name + 1));
        } else {
            parent.set(field.substring(name + 1), value);
        }
    }

    private static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static Lead valid(JsonNode sent, LeadDefaults defaults) {
        assertThat(violations(sent, defaults)).isEmpty();
        return ((Checked.Valid) LeadDraft.of(sent).check(defaults, NOW)).lead();
    }

    private static List<String> faults(JsonNode sent) {
        return faults(sent, UK);
    }

    private static List<String> faults(JsonNode sent, LeadDefaults defaults) {
        Function<Violation, String> row = violation -> violation.pointer() + " " + violation.code();
        return violations(sent, defaults).stream().map(row).toList();
    }

    private static List<Violation> violations(JsonNode sent, LeadDefaults defaults) {
        return switch (LeadDraft.of(sent).check(defaults, NOW)) {
            case Checked.Valid valid -> List.of();
            case Checked.Invalid invalid -> invalid.violations();
        };
    }
}
