package com.leadrouter.faults;

import static com.leadrouter.Eventually.within;
import static org.assertj.core.api.Assertions.assertThat;

import com.leadrouter.faults.Load.Answer;
import java.time.Duration;
import java.util.List;

/** What the clients of a load were told since some moment: accepted, or come again; and how quickly. */
record Told(Load load, int before) {

    private static final int UNAVAILABLE = 503;

    List<Answer> answers() {
        List<Answer> all = load.answers();
        return all.subList(before, all.size());
    }

    /** Who was told to come again. */
    List<Answer> unavailable() {
        return answers().stream()
                .filter(answer -> answer.status() == UNAVAILABLE)
                .toList();
    }

    /** Until the fault shows at the door. */
    void awaitUnavailable(Duration atMost) {
        within(atMost, () -> assertThat(unavailable()).isNotEmpty());
    }

    /** Everyone had an answer, and almost everyone in that time. */
    Told inTime(Duration bound) {
        assertThat(unavailable()).as("told to come again").isNotEmpty();
        assertThat(answers()).as("without an answer").noneMatch(answer -> answer.status() == 0);
        assertThat(p99()).as("ms until a 503, p99").isLessThan(bound.toMillis());
        return this;
    }

    private long p99() {
        return Arrivals.percentile(unavailable().stream().map(Answer::took).toList(), 99)
                .toMillis();
    }

    @Override
    public String toString() {
        return "%d times 503, p99 %d ms".formatted(unavailable().size(), p99());
    }
}
