package com.leadrouter.browser;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;

/** Makes a picture of a page small: it has few colours, and the rest of them lie between those. */
final class SmallPng {

    private static final int MOST_COLOURS = 64;

    private SmallPng() {}

    static byte[] of(byte[] png) {
        try {
            BufferedImage whole = ImageIO.read(new ByteArrayInputStream(png));
            BufferedImage small = new BufferedImage(
                    whole.getWidth(), whole.getHeight(), BufferedImage.TYPE_BYTE_INDEXED, paletteOf(whole));
            Map<Integer, Integer> nearest = new HashMap<>();
            IndexColorModel palette = (IndexColorModel) small.getColorModel();
            for (int y = 0; y < whole.getHeight(); y++) {
                for (int x = 0; x < whole.getWidth(); x++) {
                    int index = nearest.computeIfAbsent(whole.getRGB(x, y), colour -> nearest(colour, palette));
                    small.getRaster().setSample(x, y, 0, index);
                }
            }
            ByteArrayOutputStream written = new ByteArrayOutputStream();
            ImageIO.write(small, "png", written);
            return written.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static IndexColorModel paletteOf(BufferedImage image) {
        Map<Integer, Integer> counts = new HashMap<>();
        IntStream.range(0, image.getHeight())
                .forEach(y -> IntStream.range(0, image.getWidth())
                        .forEach(x -> counts.merge(image.getRGB(x, y), 1, Integer::sum)));
        int[] colours = counts.entrySet().stream()
                .sorted(Map.Entry.<Integer, Integer>comparingByValue(Comparator.reverseOrder()))
                .limit(MOST_COLOURS)
                .mapToInt(Map.Entry::getKey)
                .toArray();
        return new IndexColorModel(8, colours.length, colours, 0, false, -1, 0);
    }

    private static int nearest(int colour, IndexColorModel palette) {
        return IntStream.range(0, palette.getMapSize())
                .boxed()
                .min(Comparator.comparingInt(index -> distance(colour, palette.getRGB(index.intValue()))))
                .orElseThrow();
    }

    private static int distance(int one, int other) {
        return IntStream.of(0, 8, 16)
                .map(shift -> (one >> shift & 0xff) - (other >> shift & 0xff))
                .map(difference -> difference * difference)
                .sum();
    }
}
