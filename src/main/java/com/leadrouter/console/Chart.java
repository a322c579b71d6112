package com.leadrouter.console;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What came and what was delivered over a time, as a drawing of 600 by 100: a bar for what came, a curve for what was
 * delivered, both to the scale of {@code most}, which is a round number.
 */
record Chart(String name, long most, long received, long delivered, List<Bar> bars, String curve, List<Instant> ticks) {

    private static final double WIDTH = 600;
    private static final double HEIGHT = 100;
    private static final double GAP = 0.2;

    /** How many in the time that begins then. */
    record Point(Instant at, long received, long delivered) {}

    /** One of the points, as it is drawn. */
    record Bar(Instant at, long received, long delivered, String x, String y, String width, String height) {}

    static Chart of(String name, List<Point> points) {
        long most = roundedUp(points.stream()
                .flatMap(point -> Stream.of(point.received(), point.delivered()))
                .max(Long::compare)
                .orElse(0L));
        double step = WIDTH / Math.max(1, points.size());
        return new Chart(
                name,
                most,
                points.stream().mapToLong(Point::received).sum(),
                points.stream().mapToLong(Point::delivered).sum(),
                IntStream.range(0, points.size())
                        .mapToObj(i -> bar(points.get(i), i * step, step, most))
                        .toList(),
                IntStream.range(0, points.size())
                        .mapToObj(i -> plain((i + 0.5) * step) + ","
                                + plain(HEIGHT - height(points.get(i).delivered(), most)))
                        .collect(Collectors.joining(" ")),
                ticks(points));
    }

    private static Bar bar(Point point, double left, double step, long most) {
        double height = height(point.received(), most);
        return new Bar(
                point.at(),
                point.received(),
                point.delivered(),
                plain(left + step * GAP / 2),
                plain(HEIGHT - height),
                plain(step * (1 - GAP)),
                plain(height));
    }

    private static double height(long number, long most) {
        return number * HEIGHT / most;
    }

    /** The next 1, 2 or 5 with noughts; at least 5. */
    private static long roundedUp(long number) {
        long unit = 1;
        while (true) {
            for (long digit : new long[] {1, 2, 5}) {
                if (digit * unit >= Math.max(5, number)) {
                    return digit * unit;
                }
            }
            unit *= 10;
        }
    }

    private static List<Instant> ticks(List<Point> points) {
        return IntStream.rangeClosed(0, 4)
                .mapToObj(quarter -> Math.min(quarter * points.size() / 4, points.size() - 1))
                .filter(i -> i >= 0)
                .map(i -> points.get(i).at())
                .distinct()
                .toList();
    }

    private static String plain(double number) {
        return String.format(Locale.ROOT, "%.1f", number);
    }
}
