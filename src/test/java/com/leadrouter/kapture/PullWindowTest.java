package com.leadrouter.kapture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.leadrouter.kapture.KaptureSettings.DateForm;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PullWindowTest {

    private static final ZoneId KOLKATA = ZoneId.of("Asia/Kolkata");
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @Test
    void aDayOfTheTenantBeginsAtItsMidnight() {
        assertThat(cut("2021-03-13T18:29:59Z", "2021-03-13T18:30:01Z", KOLKATA, DateForm.DATE))
                .containsExactly(
                        window("2021-03-12T18:30:00Z", "2021-03-13T18:30:00Z", "2021-03-13", "2021-03-13"),
                        window("2021-03-13T18:30:00Z", "2021-03-14T18:30:00Z", "2021-03-14", "2021-03-14"));
    }

    @Test
    void aPullThatEndsAtMidnightDoesNotAskForTheDayThatBegins() {
        assertThat(cut("2021-03-13T18:30:00Z", "2021-03-14T18:30:00Z", KOLKATA, DateForm.DATE))
                .extracting(PullWindow::startDate)
                .containsExactly("2021-03-14");
        assertThat(cut("2021-03-13T18:30:00Z", "2021-03-14T18:30:00Z", KOLKATA, DateForm.DATE_TIME))
                .containsExactly(window(
                        "2021-03-13T18:30:00Z", "2021-03-14T18:30:00Z", "2021-03-14 00:00:00", "2021-03-14 23:59:59"));
    }

    @Test
    void timesAreCutAtMidnightAndToWholeSecondsOutwards() {
        assertThat(cut("2021-03-13T10:00:00.9Z", "2021-03-14T10:00:00.1Z", KOLKATA, DateForm.DATE_TIME))
                .containsExactly(
                        window(
                                "2021-03-13T10:00:00Z",
                                "2021-03-13T18:30:00Z",
                                "2021-03-13 15:30:00",
                                "2021-03-13 23:59:59"),
                        window(
                                "2021-03-13T18:30:00Z",
                                "2021-03-14T10:00:01Z",
                                "2021-03-14 00:00:00",
                                "2021-03-14 15:30:00"));
    }

    @Test
    void aDayOf23HoursIsOneWindow() {
        assertThat(cut("2021-03-27T23:00:00Z", "2021-03-28T22:00:00Z", BERLIN, DateForm.DATE_TIME))
                .containsExactly(window(
                        "2021-03-27T23:00:00Z", "2021-03-28T22:00:00Z", "2021-03-28 00:00:00", "2021-03-28 23:59:59"));
        assertThat(cut("2021-03-27T23:00:00Z", "2021-03-28T22:00:00Z", BERLIN, DateForm.DATE))
                .containsExactly(window("2021-03-27T23:00:00Z", "2021-03-28T22:00:00Z", "2021-03-28", "2021-03-28"));
    }

    @Test
    void aDayOf25HoursIsOneDateOrTwoTimes() {
        assertThat(cut("2021-10-30T22:00:00Z", "2021-10-31T23:00:00Z", BERLIN, DateForm.DATE))
                .containsExactly(window("2021-10-30T22:00:00Z", "2021-10-31T23:00:00Z", "2021-10-31", "2021-10-31"));
        assertThat(cut("2021-10-30T22:00:00Z", "2021-10-31T23:00:00Z", BERLIN, DateForm.DATE_TIME))
                .containsExactly(
                        window(
                                "2021-10-30T22:00:00Z",
                                "2021-10-31T22:00:00Z",
                                "2021-10-31 00:00:00",
                                "2021-10-31 22:59:59"),
                        window(
                                "2021-10-31T22:00:00Z",
                                "2021-10-31T23:00:00Z",
                                "2021-10-31 23:00:00",
                                "2021-10-31 23:59:59"));
    }

    @ParameterizedTest
    @CsvSource({
        // 02:30 twice: asked for so that both are in it, whichever Kapture takes it for.
        "2021-10-31T00:30:00Z,2021-10-31T12:00:00Z,2021-10-31 01:59:59,2021-10-31 12:59:59",
        "2021-10-31T01:30:00Z,2021-10-31T12:00:00Z,2021-10-31 01:59:59,2021-10-31 12:59:59",
        "2021-10-30T23:00:00Z,2021-10-31T00:30:00Z,2021-10-31 01:00:00,2021-10-31 03:00:00",
        "2021-10-30T23:00:00Z,2021-10-31T01:30:00Z,2021-10-31 01:00:00,2021-10-31 03:00:00",
    })
    void aTimeThatIsThereTwiceIsNoEdge(Instant from, Instant to, String startDate, String endDate) {
        assertThat(PullWindow.cut(from, to, BERLIN, DateForm.DATE_TIME))
                .containsExactly(new PullWindow(from, to, startDate, endDate));
    }

    /** Also where the clocks change at midnight, backwards or forwards. */
    @ParameterizedTest
    @CsvSource({
        "Asia/Kolkata",
        "Europe/Berlin",
        "America/Havana",
        "America/Sao_Paulo",
        "Pacific/Apia",
        "Australia/Lord_Howe",
        "UTC"
    })
    void windowsFollowEachOtherWithoutAGapAndNoneIsLongerThanADay(ZoneId zone) {
        Instant from = Instant.parse("2011-01-01T07:13:20Z");
        Instant to = Instant.parse("2019-03-01T05:00:00Z");
        for (DateForm form : DateForm.values()) {
            List<PullWindow> windows = PullWindow.cut(from, to, zone, form);

            assertThat(windows.getFirst().from()).isBeforeOrEqualTo(from);
            assertThat(windows.getLast().to()).isAfterOrEqualTo(to);
            for (int i = 1; i < windows.size(); i++) {
                assertThat(windows.get(i).from()).isEqualTo(windows.get(i - 1).to());
            }
            for (PullWindow window : windows) {
                if (form == DateForm.DATE) {
                    LocalDate day = LocalDate.parse(window.startDate());
                    assertThat(window.endDate()).isEqualTo(window.startDate());
                    assertThat(window.from()).isEqualTo(day.atStartOfDay(zone).toInstant());
                } else {
                    assertThat(Duration.between(window.from(), window.to())).isLessThanOrEqualTo(Duration.ofHours(24));
                }
            }
        }
    }

    @Test
    void noTimeIsNoWindowAndAWindowIsNeverEmpty() {
        Instant now = Instant.parse("2021-03-14T10:00:00Z");
        for (DateForm form : DateForm.values()) {
            assertThat(PullWindow.cut(now, now, KOLKATA, form)).isEmpty();
        }
        assertThatThrownBy(() -> new PullWindow(now, now, "2021-03-14", "2021-03-14"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static List<PullWindow> cut(String from, String to, ZoneId zone, DateForm form) {
        return PullWindow.cut(Instant.parse(from), Instant.parse(to), zone, form);
    }

    private static PullWindow window(String from, String to, String startDate, String endDate) {
        return new PullWindow(Instant.parse(from), Instant.parse(to), startDate, endDate);
    }
}
