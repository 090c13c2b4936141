package com.sourceforgery.tachikoma.bench;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/** What was measured, each figure with the load average that the machine had just before. */
final class Figures {
    private record Figure(String what, String value, double loadBefore) {}

    private final List<Figure> figures = new ArrayList<>();
    private final PrintStream out;

    Figures(PrintStream out) {
        this.out = out;
    }

    /** The load average of the last minute. */
    static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    void perSecond(String what, double value, double loadBefore) {
        add(new Figure(what, "%,.0f/s".formatted(value), loadBefore));
    }

    void megabytes(String what, long bytes, double loadBefore) {
        add(new Figure(what, "%,.1f MB".formatted(bytes / 1e6), loadBefore));
    }

    private void add(Figure figure) {
        figures.add(figure);
        out.printf("  %s: %s%n", figure.what(), figure.value());
    }

    /** All figures as a table. */
    void print() {
        int width = figures.stream().mapToInt(f -> f.what().length()).max().orElse(0);
        String format = "%-" + width + "s  %12s  %11s%n";
        out.println();
        out.printf(format, "WHAT", "FIGURE", "LOAD BEFORE");
        figures.forEach(f -> out.printf(format, f.what(), f.value(), "%.1f".formatted(f.loadBefore())));
    }
}
