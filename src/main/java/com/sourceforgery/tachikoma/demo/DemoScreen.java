package com.sourceforgery.tachikoma.demo;

import com.sourceforgery.tachikoma.cli.SentMail;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What the demo shows: in a terminal a table that changes, else lines that are only appended. */
final class DemoScreen {
    private final PrintWriter out;
    private final boolean terminal;
    private int tableLines;

    DemoScreen(PrintWriter out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    void line(String text) {
        out.println(text);
        out.flush();
    }

    /** Runs a step and says how long it took. */
    void step(String what, Runnable step) {
        out.print(what + " ... ");
        out.flush();
        long start = System.nanoTime();
        step.run();
        line(String.format(Locale.ROOT, "%.1f s", (System.nanoTime() - start) / 1e9));
    }

    /** A mail got further. */
    void changed(SentMail mail, Map<SentMail, Example> mails) {
        if (terminal) {
            redraw(DemoTable.lines(mails));
        } else {
            line(String.format("  %-26s  %s", mail.recipient(), mail.last().state()));
        }
    }

    /** The table as it is in the end. */
    void result(Map<SentMail, Example> mails) {
        List<String> lines = DemoTable.lines(mails);
        if (terminal) {
            redraw(lines);
        } else {
            line("");
            lines.forEach(this::line);
        }
    }

    private void redraw(List<String> lines) {
        if (tableLines > 0) {
            out.print("\u001b[" + tableLines + "A\u001b[J"); // up, then clear what is below (ECMA-48)
        }
        lines.forEach(out::println);
        out.flush();
        tableLines = lines.size();
    }
}
