package com.leadrouter.delivery;

import static com.leadrouter.lead.LeadFixture.aLead;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.leadrouter.delivery.CallLog.Call;
import com.leadrouter.lead.Lead;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MaskingTest {

    private static final Lead ADA = aLead().build();
    private static final int HOSTILE = 256 * 1024;

    @Test
    void namesAreMaskedInAnyCaseAndTogether() {
        assertThat(mask("Ada, LOVELACE; Ada Lovelace / ada  lovelace \"AdaLovelace\""))
                .isEqualTo("***, ***; *** / *** \"***\"");
    }

    @Test
    void aNameInsideAnotherWordStays() {
        assertThat(mask("Canada, Adapter, Adalbert, Lovelaces")).isEqualTo("Canada, Adapter, Adalbert, Lovelaces");
        assertThat(mask("Ädä", aLead().withFirstName("d").build())).isEqualTo("Ädä");
    }

    @Test
    void aNameOfOneLetterIsMaskedWhereItStandsAlone() {
        Lead lead = aLead().withFirstName("A").withLastName("B").build();
        assertThat(mask("A B, A. and b, not ABBA", lead)).isEqualTo("***, ***. and ***, not ABBA");
    }

    @Test
    void namesInOtherScriptsAreMaskedInAnyCase() {
        Lead lead = aLead().withFirstName("Élodie").withLastName("ŠEVČÍK").build();
        assertThat(mask("élodie ševčík", lead)).isEqualTo("***");
    }

    @ParameterizedTest
    @ValueSource(strings = {"(.*)+", "\\E.*\\Q", "[a-z", "O'Brien$1", "a|b", "^$", "\\", "$0", "x{2,1}"})
    void aNameThatLooksLikeAPatternIsAName(String name) {
        Lead lead = aLead().withFirstName(name).withLastName("Z").build();
        assertThat(mask("<" + name + "> stays else", lead)).isEqualTo("<***> stays else");
    }

    @Test
    void theEmailAddressIsMaskedInAnyCase() {
        assertThat(mask("ada@example.com ADA@Example.COM <mailto:aDa@eXample.com>"))
                .isEqualTo("*** *** <mailto:***>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+447700900123",
                "447700900123",
                "00447700900123",
                "+44 7700 900123",
                "+44 (0)7700 900123",
                "+44-7700-900-123",
                "07700900123",
                "07700 900123",
                "07700-900-123",
                "(07700) 900 123",
                "7700900123",
                "77 00 90 01 23",
                "7700.900.123"
            })
    void thePhoneNumberIsMaskedInAnyForm(String written) {
        assertThat(mask("the number " + written + " exists")).isEqualTo("the number *** exists");
        assertThat(mask("{\"phone\":\"" + written + "\"}")).isEqualTo("{\"phone\":\"***\"}");
    }

    @Test
    void aNumberOfACountryWithShortNumbersIsMaskedWithoutItsPrefix() {
        assertThat(mask("611 1234", aLead().withPhone("+3546111234").build())).isEqualTo("***");
    }

    @Test
    void otherNumbersStay() {
        assertThat(mask("error 400 at 2026-11-21T10:20:59Z, id 7700900124, 0123456789"))
                .isEqualTo("error 400 at 2026-11-21T10:20:59Z, id 7700900124, 0123456789");
    }

    @Test
    void aReferenceThatIsANumberMasksOnlyItself() {
        Lead lead = aLead().withExternalReferenceId("1").build();
        assertThat(mask("1 of 401, id 21", lead)).isEqualTo("*** of 401, id 21");
    }

    @Test
    void thePostcodeIsMaskedWithAndWithoutItsBlank() {
        assertThat(mask("SW1A 1AA, SW1A1AA, sw1a 1aa, XSW1A1AA")).isEqualTo("***, ***, ***, XSW1A1AA");
        assertThat(mask("SW1A 1AA", aLead().withPostcode("SW1A1AA").build())).isEqualTo("***");
    }

    @Test
    void theIpAddressAndTheReferenceAreMasked() {
        assertThat(mask("from 203.0.113.10 (not 203.0.113.100), web-000123"))
                .isEqualTo("from *** (not 203.0.113.100), ***");
        assertThat(mask("2001:db8::1", aLead().withIpAddress("2001:db8::1").build()))
                .isEqualTo("***");
    }

    @Test
    void whatThePersonDoesNotHaveMasksNothing() {
        Lead lead = aLead().withEmail(null)
                .withPhone(null)
                .withPostcode(null)
                .withIpAddress(null)
                .withExternalReferenceId(null)
                .build();
        assertThat(mask("null null 123", lead)).isEqualTo("null null 123");
    }

    @Test
    void whatPostgresTakesNotIsReplaced() {
        assertThat(mask("a\u0000b\uD83Dc\uDE00d\uD83D\uDE00")).isEqualTo("a\uFFFDb?c?d\uD83D\uDE00");
    }

    @Test
    void aResponseIsCutAfterMaskingSoThatNoHalfNameStays() {
        String masked = mask("x".repeat(4089) + " Lovelace and more");
        assertThat(masked).hasSize(4096).endsWith("x *** an");
    }

    @Test
    void cuttingDoesNotLeaveHalfACharacter() {
        String masked = mask("x".repeat(4095) + "\uD83D\uDE00");
        assertThat(masked).hasSize(4096).endsWith("x?");
        assertThat(new String(masked.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
                .isEqualTo(masked);
    }

    @Test
    void noResponseStaysNone() {
        assertThat(new Masking(ADA).mask(call(null)).response()).isNull();
    }

    @Test
    void errorsAreMaskedAndCutButForOurOwnCode() {
        List<DeliveryError> masked =
                new Masking(ADA).mask(List.of(new DeliveryError("Ada", "Lovelace" + " x".repeat(2000), "ada")));

        assertThat(masked.getFirst().property()).isEqualTo("***");
        assertThat(masked.getFirst().message()).startsWith("*** x").hasSize(1000);
        assertThat(masked.getFirst().code()).isEqualTo("ada");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "7",
                "0 ",
                "+",
                "(",
                "1 - ",
                " ",
                "Ada ",
                "A",
                "a@",
                "700900",
                "7700900 12",
                "SW1A ",
                "203.",
                "Lovelace"
            })
    void aHostileAnswerIsMaskedInReasonableTime(String piece) {
        String hostile = piece.repeat(HOSTILE / piece.length());

        assertTimeoutPreemptively(Duration.ofSeconds(5), () -> mask(hostile));
    }

    @Test
    void aNameOfManyWordsDoesNotMakeTheSearchSlow() {
        Lead lead = aLead().withFirstName("a ".repeat(50).strip())
                .withLastName("a ".repeat(49) + "b")
                .build();

        assertTimeoutPreemptively(Duration.ofSeconds(5), () -> mask("a ".repeat(HOSTILE / 2), lead));
        assertTimeoutPreemptively(
                Duration.ofSeconds(5), () -> mask(("a" + " ".repeat(1000)).repeat(HOSTILE / 1001), lead));
    }

    private static String mask(String response) {
        return mask(response, ADA);
    }

    private static String mask(String response, Lead lead) {
        return String.valueOf(new Masking(lead).mask(call(response)).response());
    }

    private static Call call(@Nullable String response) {
        return new Call("submit", Outcome.ACCEPTED, 202, Instant.EPOCH, Duration.ofMillis(1), response);
    }
}
