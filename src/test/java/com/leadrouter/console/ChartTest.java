package com.leadrouter.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.leadrouter.console.Chart.Bar;
import com.leadrouter.console.Chart.Point;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChartTest {

    private static final Instant START = Instant.parse("2026-11-23T05:00:00Z");

    @Test
    void theDrawingIsToScale() {
        Chart chart = Chart.of("hour", List.of(point(0, 10, 0), point(1, 0, 5)));

        assertThat(chart.most()).isEqualTo(10);
        assertThat(chart.received()).isEqualTo(10);
        assertThat(chart.delivered()).isEqualTo(5);
        assertThat(chart.bars()).extracting(Bar::height).containsExactly("100.0", "0.0");
        assertThat(chart.bars()).extracting(Bar::y).containsExactly("0.0", "100.0");
        assertThat(chart.bars()).extracting(Bar::x).containsExactly("30.0", "330.0");
        assertThat(chart.curve()).isEqualTo("150.0,100.0 450.0,50.0");
    }

    @ParameterizedTest
    @CsvSource({"0, 5", "5, 5", "6, 10", "11, 20", "21, 50", "51, 100", "1234, 2000", "5000000, 5000000"})
    void theScaleEndsAtARoundNumber(long most, long end) {
        assertThat(Chart.of("hour", List.of(point(0, 0, most))).most()).isEqualTo(end);
    }

    @Test
    void anHourHasFiveTimesBelowIt() {
        Chart chart = Chart.of(
                "hour", IntStream.range(0, 60).mapToObj(i -> point(i, i, i)).toList());

        assertThat(chart.ticks())
                .containsExactly(
                        START,
                        START.plusSeconds(15 * 60),
                        START.plusSeconds(30 * 60),
                        START.plusSeconds(45 * 60),
                        START.plusSeconds(59 * 60));
    }

    @Test
    void nothingIsDrawnOfNothing() {
        Chart chart = Chart.of("hour", List.of());

        assertThat(chart.bars()).isEmpty();
        assertThat(chart.curve()).isEmpty();
        assertThat(chart.ticks()).isEmpty();
    }

    private static Point point(int minute, long received, long delivered) {
        return new Point(START.plusSeconds(60L * minute), received, delivered);
    }
}
