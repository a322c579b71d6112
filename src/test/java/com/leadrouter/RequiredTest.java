package com.leadrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

class RequiredTest {

    @Test
    void whatIsMissingIsSkippedAloud() {
        assertThatThrownBy(() -> Required.FAKETIME.orSkip(false, "libfaketime is not installed", Set.of()))
                .isInstanceOf(TestAbortedException.class)
                .hasMessageContaining("libfaketime is not installed");
    }

    @Test
    void whatIsMissingAndRequiredFails() {
        assertThatThrownBy(() ->
                        Required.FAKETIME.orSkip(false, "libfaketime is not installed", Set.of(Required.FAKETIME)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("libfaketime is not installed, and LEAD_ROUTER_REQUIRE requires it");
    }

    @Test
    void anotherRequirementIsNotThis() {
        assertThatThrownBy(() -> Required.FAKETIME.orSkip(false, "not there", Set.of(Required.BROWSER)))
                .isInstanceOf(TestAbortedException.class);
    }

    @Test
    void whatIsThereIsUsed() {
        assertThatCode(() -> Required.FAKETIME.orSkip(true, "not there", Set.of(Required.FAKETIME)))
                .doesNotThrowAnyException();
        assertThatCode(() -> Required.FAKETIME.orSkip(true, "not there", Set.of()))
                .doesNotThrowAnyException();
    }

    @Test
    void theListIsReadWithBlanksAndInAnyCase() {
        assertThat(Required.namedIn(" browser, FakeTime,,"))
                .containsExactlyInAnyOrder(Required.BROWSER, Required.FAKETIME);
        assertThat(Required.namedIn("")).isEmpty();
        assertThat(Required.namedIn(null)).isEmpty();
    }

    @Test
    void aMisspeltNameIsNoLeaveToSkip() {
        assertThatThrownBy(() -> Required.namedIn("fakteime")).isInstanceOf(IllegalArgumentException.class);
    }
}
