package com.sourceforgery.tachikoma.cli;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageOrBuilder;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.JsonFormat;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** How a command shows what it got: a table for people, a line of JSON each for programs. */
final class Output {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
    private static final JsonFormat.Printer JSON =
            JsonFormat.printer().omittingInsignificantWhitespace().preservingProtoFieldNames();

    @Option(names = "--json", description = "A line of JSON for each, for programs.")
    private boolean json;

    @Spec(Target.MIXEE)
    private CommandSpec command;

    /** A time in this machine's time zone. */
    static String time(Timestamp time) {
        return TIME.format(
                Instant.ofEpochSecond(time.getSeconds(), time.getNanos()).atZone(ZoneId.systemDefault()));
    }

    /** Begins a table with these headings. */
    <M extends MessageOrBuilder> Table<M> table(List<String> headings, Function<M, List<String>> row) {
        return new Table<>(headings, row);
    }

    /** A sentence for people; programs read the JSON of the message. */
    void tell(MessageOrBuilder message, String sentence) {
        out().println(json ? json(message) : sentence);
        out().flush();
    }

    private PrintWriter out() {
        return command.commandLine().getOut();
    }

    private static String json(MessageOrBuilder message) {
        try {
            return JSON.print(message);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Rows as they come. The first hundred say how wide the columns are, so that a list without end can be shown. */
    final class Table<M extends MessageOrBuilder> {
        private static final int MEASURED = 100;

        private final List<String> headings;
        private final Function<M, List<String>> cells;
        private final List<List<String>> waiting = new ArrayList<>();
        private int[] widths;

        private Table(List<String> headings, Function<M, List<String>> cells) {
            this.headings = headings;
            this.cells = cells;
        }

        void add(M message) {
            if (json) {
                tell(message, "");
            } else if (widths != null) {
                print(cells.apply(message));
            } else {
                waiting.add(cells.apply(message));
                if (waiting.size() == MEASURED) {
                    flush();
                }
            }
        }

        /** Shows what has not been shown yet, or a word when there was nothing. */
        void end(String whenEmpty) {
            if (!json && widths == null && waiting.isEmpty()) {
                out().println(whenEmpty);
            }
            flush();
        }

        /** Shows what has not been shown yet. */
        void flush() {
            if (widths == null && !waiting.isEmpty()) {
                widths = new int[headings.size()];
                waiting.add(0, headings);
                waiting.forEach(this::measure);
                waiting.forEach(this::print);
                waiting.clear();
            }
            out().flush();
        }

        private void measure(List<String> row) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }

        private void print(List<String> row) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                line.append(String.format("%-" + (widths[i] + 2) + "s", row.get(i)));
            }
            out().println(line.toString().stripTrailing());
        }
    }
}
