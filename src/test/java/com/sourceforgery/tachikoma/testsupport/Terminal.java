package com.sourceforgery.tachikoma.testsupport;

import com.sourceforgery.tachikoma.Tachikoma;
import java.io.BufferedWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * What a person saw who typed a command of {@code bin/tachikoma}.
 *
 * @param exit code
 * @param out standard output
 * @param err standard error
 */
public record Terminal(int exit, String out, String err) {
    /** Runs a command in this process. */
    public static Terminal run(List<String> command) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exit = Tachikoma.commandLine()
                .setOut(new PrintWriter(new BufferedWriter(out), true)) // as picocli writes to standard output
                .setErr(new PrintWriter(err, true))
                .execute(command.toArray(String[]::new));
        return new Terminal(exit, out.toString(), err.toString());
    }

    /** Runs a command as the administrator of the installation's domain. */
    public static Terminal run(Installation installation, String... command) throws Exception {
        List<String> all = new ArrayList<>(List.of(command));
        all.add("--url");
        all.add(installation.url("FRONTEND_ADMIN"));
        return run(all);
    }

    /** Runs a command that does its work in the database. */
    public static Terminal beside(RealServices services, String... command) {
        System.setProperty("sql.url", services.sqlUrl());
        try {
            return run(List.of(command));
        } finally {
            System.clearProperty("sql.url");
        }
    }

    /** The words of each line of standard output. */
    public List<List<String>> words() {
        return out.lines().map(line -> List.of(line.trim().split("  +"))).toList();
    }
}
