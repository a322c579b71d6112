package com.leadrouter;

import static com.leadrouter.PreflightContractTest.Verdict.PASSES;
import static com.leadrouter.PreflightContractTest.Verdict.REFUSED;
import static com.leadrouter.lead.LeadFixture.aLead;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.leadrouter.cap.CapWire;
import com.leadrouter.kapture.KaptureWire;
import com.leadrouter.lead.EnquiryType;
import com.leadrouter.lead.Lead;
import com.leadrouter.lead.LeadFixture;
import com.leadrouter.lead.Violation;
import com.leadrouter.standin.Campaign;
import com.leadrouter.standin.CapStandIn;
import com.leadrouter.standin.KaptureStandIn;
import com.leadrouter.standin.StandIn;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The pre-flight and the contracts say the same: what it refuses is refused by the stand-in too when it is sent as if
 * nobody had looked at it, and what it lets pass is accepted as the courier sends it.
 */
class PreflightContractTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static final String CAMPAIGN = CapWire.CAMPAIGN;
    private static final String OTHER_CAMPAIGN = "00000000-bfa7-45b5-8510-d26ba3008879";
    private static final String PHONE = "campaigns." + CAMPAIGN + ".phone";
    private static final String POSTCODE = "campaigns." + CAMPAIGN + ".postcode";
    private static final String VEHICLES = "campaigns." + CAMPAIGN + ".vehicles";
    private static final String STRICT = "strict-campaigns";

    private static CapStandIn cap;
    private static KaptureStandIn kapture;

    enum Verdict {
        PASSES,
        REFUSED
    }

    /** One lead for one destination that is set up like this on both sides. */
    private record Row(String what, Verdict verdict, LeadFixture lead, Destination destination) {
        @Override
        public String toString() {
            return destination + ", " + what + ": " + verdict;
        }
    }

    private sealed interface Destination {

        List<Violation> preflight(Lead lead);

        HttpResponse<String> send(Lead lead, boolean seen) throws IOException, InterruptedException;

        boolean accepts(HttpResponse<String> answer) throws IOException;
    }

    /** With settings of ours, keys and values, and what CAP knows. */
    private record Cap(Consumer<CapStandIn> setUp, String... settings) implements Destination {

        @Override
        public List<Violation> preflight(Lead lead) {
            return CapWire.preflight(lead, settings);
        }

        @Override
        public HttpResponse<String> send(Lead lead, boolean seen) throws IOException, InterruptedException {
            setUp.accept(cap);
            String body = seen ? CapWire.request(lead, settings) : CapWire.unseen(lead, settings);
            return post(cap, CapWire.PATH, "X-API-Key", cap.apiKey(), body);
        }

        @Override
        public boolean accepts(HttpResponse<String> answer) {
            return answer.statusCode() == 202;
        }

        @Override
        public String toString() {
            return Arrays.toString(settings).replace("campaigns." + CAMPAIGN + ".", "");
        }
    }

    private record Kapture() implements Destination {

        @Override
        public List<Violation> preflight(Lead lead) {
            return KaptureWire.preflight(lead);
        }

        @Override
        public HttpResponse<String> send(Lead lead, boolean seen) throws IOException, InterruptedException {
            String body = JSON.writeValueAsString(seen ? KaptureWire.add(lead) : KaptureWire.unseen(lead));
            return post(kapture, KaptureWire.ADD, "Authorization", "Basic " + kapture.authKey(), body);
        }

        @Override
        public boolean accepts(HttpResponse<String> answer) throws IOException {
            return JSON.readTree(answer.body()).path("status").asText().equals("success");
        }
    }

    @BeforeAll
    static void start() {
        cap = new CapStandIn();
        kapture = new KaptureStandIn();
    }

    @AfterAll
    static void stop() {
        cap.close();
        kapture.close();
    }

    @BeforeEach
    void forget() {
        cap.reset();
        kapture.reset();
    }

    static Stream<Row> rows() {
        return Stream.of(
                        campaigns(),
                        types(),
                        channels(),
                        vehicles(),
                        names(),
                        emails(),
                        phones(),
                        postcodes(),
                        postcodesAtRandom(),
                        kapture(),
                        kaptureAtRandom())
                .flatMap(rows -> rows);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void thePreflightSaysWhatTheContractSays(Row row) throws Exception {
        Lead lead = row.lead.build();

        assertThat(row.destination.preflight(lead).isEmpty()).as("pre-flight").isEqualTo(row.verdict == PASSES);

        HttpResponse<String> answer = row.destination.send(lead, row.verdict == PASSES);
        assertThat(row.destination.accepts(answer)).as(answer.body()).isEqualTo(row.verdict == PASSES);
        if (row.verdict == PASSES) {
            assertThat(cap.contractViolations()).isEmpty();
            assertThat(kapture.contractViolations()).isEmpty();
        }
    }

    private static Stream<Row> campaigns() {
        Cap any = new Cap(cap -> {});
        Cap strict = new Cap(
                cap -> cap.campaign(OTHER_CAMPAIGN, Campaign.in(Campaign.State.UNKNOWN)),
                PHONE,
                "optional",
                STRICT,
                "true");
        return Stream.of(
                new Row("a campaign", PASSES, aLead(), any),
                new Row("one in capitals", PASSES, aLead().withCampaignId(CAMPAIGN.toUpperCase(Locale.ROOT)), strict),
                new Row("no campaign", REFUSED, aLead().withCampaignId(null), any),
                new Row("a blank one", REFUSED, aLead().withCampaignId(" "), any),
                new Row("one that is no GUID", REFUSED, aLead().withCampaignId("summer-sale"), any),
                new Row("a digit too few", REFUSED, aLead().withCampaignId(CAMPAIGN.substring(1)), any),
                new Row("a digit too many", REFUSED, aLead().withCampaignId(CAMPAIGN + "0"), any),
                new Row("no hyphens", REFUSED, aLead().withCampaignId(CAMPAIGN.replace("-", "")), any),
                new Row("one that is not listed", PASSES, aLead().withCampaignId(OTHER_CAMPAIGN), any),
                new Row("one that is listed", PASSES, aLead(), strict),
                new Row("one that is not listed, strictly", REFUSED, aLead().withCampaignId(OTHER_CAMPAIGN), strict));
    }

    private static Stream<Row> types() {
        Cap any = new Cap(cap -> {});
        return Stream.concat(
                Arrays.stream(EnquiryType.values())
                        .map(type -> new Row(type.text(), PASSES, aLead().withEnquiryType(type), any)),
                Stream.of(new Row("no enquiry type", REFUSED, aLead().withEnquiryType(null), any)));
    }

    private static Stream<Row> channels() {
        Cap one = new Cap(cap -> cap.acquisitionChannels("Website"));
        return Stream.of(
                new Row("a channel", PASSES, aLead(), one),
                new Row("no channel", REFUSED, aLead().withAcquisitionChannel(null), one),
                new Row("a blank one", REFUSED, aLead().withAcquisitionChannel(" "), one));
    }

    private static Stream<Row> vehicles() {
        Cap two = new Cap(cap -> cap.vehicles("Example Vehicle", "Other"), VEHICLES, "Example Vehicle,Other");
        return Stream.of(
                new Row("a vehicle", PASSES, aLead(), two),
                new Row("the last of the list", PASSES, aLead().withVehicle("Other"), two),
                new Row("in other letters", PASSES, aLead().withVehicle("example VEHICLE"), two),
                new Row("none of the list", REFUSED, aLead().withVehicle("Another"), two),
                new Row("a part of a name", REFUSED, aLead().withVehicle("Example"), two),
                new Row("no vehicle", REFUSED, aLead().withVehicle(null), two),
                new Row("a blank one", REFUSED, aLead().withVehicle(" "), two),
                new Row("any where none is listed", PASSES, aLead().withVehicle("Another"), new Cap(cap -> {})));
    }

    private static Stream<Row> names() {
        Cap any = new Cap(cap -> {});
        return Stream.of(
                new Row(
                        "names of one letter",
                        PASSES,
                        aLead().withFirstName("A").withLastName("L"),
                        any),
                new Row(
                        "names in other scripts",
                        PASSES,
                        aLead().withFirstName("Żółć").withLastName("王"),
                        any),
                new Row("no first name", REFUSED, aLead().withFirstName(""), any),
                new Row("a blank one", REFUSED, aLead().withFirstName(" "), any),
                new Row("no last name", REFUSED, aLead().withLastName(""), any),
                new Row("a blank one", REFUSED, aLead().withLastName(" "), any));
    }

    private static Stream<Row> emails() {
        Cap any = new Cap(cap -> {});
        return Stream.of(
                new Row("no e-mail", REFUSED, aLead().withEmail(null), any),
                new Row("a blank one", REFUSED, aLead().withEmail(" "), any));
    }

    private static Stream<Row> phones() {
        Cap required = new Cap(cap -> cap.campaign(CAMPAIGN, Campaign.active().requiringPhone()), PHONE, "required");
        Cap optional = new Cap(cap -> {}, PHONE, "optional");
        Cap omit = new Cap(cap -> {}, PHONE, "omit");
        return Stream.of(
                new Row("British", PASSES, aLead(), required),
                new Row("short", PASSES, aLead().withPhone("+44800111111"), required),
                new Row("Indian", REFUSED, aLead().withPhone("+919876543210"), required),
                new Row("American", REFUSED, aLead().withPhone("+14155550123"), required),
                new Row("none", REFUSED, aLead().withPhone(null), required),
                new Row("British", PASSES, aLead(), optional),
                new Row("Indian", PASSES, aLead().withPhone("+919876543210"), optional),
                new Row("none", PASSES, aLead().withPhone(null), optional),
                new Row("British", PASSES, aLead(), omit),
                new Row("Indian", PASSES, aLead().withPhone("+919876543210"), omit),
                new Row("none", PASSES, aLead().withPhone(null), omit));
    }

    private static final Cap POSTCODE_REQUIRED =
            new Cap(cap -> cap.campaign(CAMPAIGN, Campaign.active().requiringPostcode()), POSTCODE, "required");
    private static final Cap POSTCODE_OPTIONAL = new Cap(cap -> {}, POSTCODE, "optional");
    private static final Cap POSTCODE_OMIT =
            new Cap(cap -> cap.campaign(CAMPAIGN, Campaign.active().refusingAddress()), POSTCODE, "omit");

    private static Stream<Row> postcodes() {
        Stream<Row> right = Stream.of(
                        "M1 1AE",
                        "B33 8TH",
                        "CR2 6XH",
                        "DN55 1PT",
                        "W1A 0AX",
                        "EC1A 1BB",
                        "GIR 0AA",
                        "sw1a1aa",
                        " S W 1 A 1 A A ",
                        "gir0aa")
                .map(postcode -> new Row(postcode, PASSES, aLead().withPostcode(postcode), POSTCODE_REQUIRED));
        Stream<Row> wrong = Stream.of(
                        "SW1A 1A",
                        "SW1A 11A",
                        "SW1A 1AAA",
                        "1SW 1AA",
                        "SW1A-1AA",
                        "SWA 1AA",
                        "SW111 1AA",
                        "AAA1 1AA",
                        "GIR 1AA",
                        "GIR 0AB",
                        "S1AA 1AA",
                        "SW1A 1ÄÄ",
                        "560001",
                        "ABC",
                        "1AA")
                .map(postcode -> new Row(postcode, REFUSED, aLead().withPostcode(postcode), POSTCODE_REQUIRED));
        return Stream.of(
                        right,
                        wrong,
                        Stream.of(
                                new Row("none", REFUSED, aLead().withPostcode(null), POSTCODE_REQUIRED),
                                new Row(
                                        "Indian",
                                        REFUSED,
                                        aLead().withCountry("IN").withPostcode("560001"),
                                        POSTCODE_REQUIRED),
                                new Row("British", PASSES, aLead(), POSTCODE_OPTIONAL),
                                new Row("none", PASSES, aLead().withPostcode(null), POSTCODE_OPTIONAL),
                                new Row(
                                        "Indian",
                                        PASSES,
                                        aLead().withCountry("IN").withPostcode("560001"),
                                        POSTCODE_OPTIONAL),
                                new Row("wrong", REFUSED, aLead().withPostcode("ABC"), POSTCODE_OPTIONAL),
                                new Row("British", PASSES, aLead(), POSTCODE_OMIT),
                                new Row("wrong", PASSES, aLead().withPostcode("ABC"), POSTCODE_OMIT),
                                new Row("none", PASSES, aLead().withPostcode(null), POSTCODE_OMIT)))
                .flatMap(rows -> rows);
    }

    /** Near the form, on both sides of it; which side, the pre-flight says, and the stand-in has to agree. */
    private static Stream<Row> postcodesAtRandom() {
        Random random = new Random(42);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            StringBuilder postcode = new StringBuilder("SW1A 1AA".substring(random.nextInt(3)));
            for (int changes = 1 + random.nextInt(2); changes > 0; changes--) {
                int at = random.nextInt(postcode.length());
                postcode.setCharAt(at, "ABZ019G".charAt(random.nextInt(7)));
            }
            LeadFixture lead = aLead().withPostcode(postcode.toString());
            boolean passes = POSTCODE_REQUIRED.preflight(lead.build()).isEmpty();
            rows.add(new Row(postcode.toString(), passes ? PASSES : REFUSED, lead, POSTCODE_REQUIRED));
        }
        assertThat(rows).extracting(Row::verdict).contains(PASSES, REFUSED);
        return rows.stream();
    }

    private static Stream<Row> kapture() {
        Kapture kapture = new Kapture();
        Stream<Row> enough = Stream.of("+919876543210", "+916000000000", "+919999999999")
                .map(phone -> new Row(phone, PASSES, aLead().withPhone(phone).withEmail(null), kapture));
        Stream<Row> notEnough = Stream.of(
                        "+915999999999",
                        "+91987654321",
                        "+9198765432100",
                        "+447700900123",
                        "+14155550123",
                        "+910000000000")
                .map(phone -> new Row(phone, REFUSED, aLead().withPhone(phone).withEmail(null), kapture));
        Stream<Row> byEmail = Stream.of("+915999999999", "+447700900123", "+14155550123", "+919876543210")
                .map(phone -> new Row(phone + " and an e-mail", PASSES, aLead().withPhone(phone), kapture));
        return Stream.of(
                        enough,
                        notEnough,
                        byEmail,
                        Stream.of(
                                new Row("an e-mail alone", PASSES, aLead().withPhone(null), kapture),
                                new Row(
                                        "a quoted one",
                                        PASSES,
                                        aLead().withPhone(null).withEmail("\"a@b c\"@example.com"),
                                        kapture),
                                new Row(
                                        "neither",
                                        REFUSED,
                                        aLead().withPhone(null).withEmail(null),
                                        kapture)))
                .flatMap(rows -> rows);
    }

    private static Stream<Row> kaptureAtRandom() {
        Kapture kapture = new Kapture();
        Random random = new Random(42);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            StringBuilder phone = new StringBuilder(random.nextInt(5) == 0 ? "+44" : "+91");
            phone.append(4 + random.nextInt(6));
            for (int digits = 8 + random.nextInt(3); digits > 0; digits--) {
                phone.append(random.nextInt(10));
            }
            LeadFixture lead = aLead().withPhone(phone.toString()).withEmail(null);
            boolean passes = kapture.preflight(lead.build()).isEmpty();
            rows.add(new Row(phone.toString(), passes ? PASSES : REFUSED, lead, kapture));
        }
        assertThat(rows).extracting(Row::verdict).contains(PASSES, REFUSED);
        return rows.stream();
    }

    private static HttpResponse<String> post(StandIn standIn, String path, String header, String key, String body)
            throws IOException, InterruptedException {
        return HTTP.send(
                HttpRequest.newBuilder(URI.create(standIn.baseUrl() + path))
                        .header("Content-Type", "application/json")
                        .header(header, key)
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }
}
