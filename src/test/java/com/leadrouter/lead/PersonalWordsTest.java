package com.leadrouter.lead;

import static com.leadrouter.lead.LeadFixture.aLead;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PersonalWordsTest {

    private static final PersonalWords ADA = PersonalWords.of(
            List.of(aLead().withFirstName("Ada Augusta").build()),
            Set.of("ada.king@example.com"),
            Set.of("+919876543210"));

    @Test
    void whatIsNotInTheLeadButAskedForIsMaskedToo() {
        assertThat(ADA.mask("Ada Augusta, ada.king@example.com or ADA@example.com, 98765-43210, called twice"))
                .isEqualTo("***, *** or ***, ***, called twice");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ada.king@example.com wrote",
                "call +91 98765 43210",
                "call 07700-900123",
                "AdaAugusta Lovelace",
                "ada  augusta",
                "at sw1a1aa",
                "from 203.0.113.10",
                "see WEB-000123"
            })
    void whateverIsMaskedHasOneOfTheFragments(String text) {
        assertThat(ADA.mask(text)).isNotEqualTo(text);

        String plain = text.replaceAll("[\\s().\\-/]", "").toLowerCase(Locale.ROOT);
        assertThat(ADA.fragments()).anyMatch(plain::contains);
    }

    @Test
    void ofVeryManyLeadsEachIsMasked() {
        PersonalWords many = PersonalWords.of(
                IntStream.range(0, 10_000)
                        .mapToObj(number -> aLead().withEmail("tester" + number + "@example.com")
                                .build())
                        .toList(),
                Set.of(),
                Set.of("+919876543210"));

        assertThat(many.mask("tester9999@example.com of (98765) 43210: nobody's"))
                .isEqualTo("*** of ***: nobody's");
        assertThat(many.mask("ÜNAL tester99999@example.com")).isEqualTo("ÜNAL tester99999@example.com");
    }

    @Test
    void whoIsErasedHasNoWordsAnyMore() {
        PersonalWords none = PersonalWords.of(aLead().build().withoutPerson());

        assertThat(none.mask("Ada Lovelace of GB")).isEqualTo("Ada Lovelace of GB");
        assertThat(none.fragments()).isEmpty();
    }

    @Test
    void theirTextFormShowsNone() {
        assertThat(ADA.toString()).isEqualTo("PersonalWords[…]");
        assertThat(Erasure.of(Map.of(), List.of(), "ada@example.com", null).toString())
                .isEqualTo("Erasure[[]]");
    }
}
