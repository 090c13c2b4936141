package com.sourceforgery.tachikoma.cli;

import com.sourceforgery.tachikoma.bounce.Notice;
import com.sourceforgery.tachikoma.bounce.NoticeReader;
import com.sourceforgery.tachikoma.bounce.Report;
import com.sourceforgery.tachikoma.reply.Explanation;
import com.sourceforgery.tachikoma.reply.Judgement;
import com.sourceforgery.tachikoma.reply.Reply;
import com.sourceforgery.tachikoma.reply.ReplyRules;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tachikoma rules explain}. */
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Tell what a reply or a bounce mail means by the rules, and why.",
        footer = {
            "",
            "  tachikoma rules explain --status 5.7.1 '554 5.7.1 Mailbox unavailable'",
            "  tachikoma rules explain --replies replies.txt",
            "  tachikoma rules explain --mail bounce.eml"
        })
final class RulesExplain implements Callable<Integer> {
    @Option(
            names = "--status",
            paramLabel = "CODE",
            defaultValue = "",
            description = "Enhanced status code as reported, such as dsn= in Postfix's log; of all replies of a file.")
    private String status;

    @Option(names = "--rules", paramLabel = "FILE", description = "Rules to judge by; without it those in force.")
    private Path rulesFile;

    @ArgGroup(multiplicity = "1")
    private What what;

    private static final class What {
        @Parameters(
                arity = "1",
                paramLabel = "TEXT",
                description = "The reply, with or without Postfix's 'host … said: … (in reply to … command)'.")
        private String text;

        @Option(names = "--replies", paramLabel = "FILE", description = "A file with a reply on each line.")
        private Path replies;

        @Option(names = "--mail", paramLabel = "FILE", description = "A mail to a bounce address (RFC 5322).")
        private Path mail;
    }

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        ReplyRules rules = RulesFile.open(() -> rulesFile == null ? ReplyRules.packaged() : ReplyRules.read(rulesFile));
        if (what.mail != null) {
            explainMail(rules);
        } else if (what.replies == null) {
            explain(rules.explain(new Reply(status, what.text)));
        } else {
            judgeAll(rules);
        }
        return 0;
    }

    private void explain(Explanation explanation) {
        Judgement judgement = explanation.judgement();
        line("class", judgement.replyClass() + consequences(judgement));
        line("by", judgement.rule());
        line(
                "status",
                orNone(explanation.reported()) + " reported, " + orNone(explanation.enhancedInText()) + " in the text");
        line(
                "counts",
                orNone(explanation.effective())
                        + (explanation.sure() ? ", sure" : "")
                        + (explanation.temporary() ? ", temporary: blocks nobody" : ""));
        line("reply code", orNone(explanation.replyCode()));
        line("during", explanation.during());
        line("looked at", explanation.lookedAt());
        explanation
                .others()
                .forEach(other -> line("also matches", other.rule() + " (" + other.replyClass() + "): " + other.why()));
    }

    private void explainMail(ReplyRules rules) {
        Notice notice;
        try (InputStream mail = Files.newInputStream(what.mail)) {
            notice = RulesFile.open(NoticeReader::packaged).read(null, mail);
        } catch (IOException e) {
            throw new CommandFailure("The mail cannot be read: " + e + ".");
        }
        line("mail", notice.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        line("read by", orNone(notice.format()));
        line("about", orNone(notice.messageId()));
        if (!notice.feedbackType().isEmpty()) {
            line("feedback", notice.feedbackType());
        }
        if (!notice.fault().isEmpty()) {
            line("fault", notice.fault());
        }
        notice.reports().forEach(report -> explain(rules, notice, report));
    }

    private void explain(ReplyRules rules, Notice notice, Report report) {
        out().println();
        line("recipient", String.join(", ", report.addresses()));
        if (notice.kind() == Notice.Kind.DELIVERY_STATUS) {
            line("action", report.action().name().toLowerCase(Locale.ROOT));
            explain(rules.explain(new Reply(report.status(), report.text())));
        }
    }

    private static String orNone(String code) {
        return code.isEmpty() ? "none" : code;
    }

    private static String consequences(Judgement judgement) {
        return (judgement.blocks() ? ", blocks the recipient" : "") + (judgement.alarms() ? ", alarm" : "");
    }

    private void line(String name, String value) {
        out().printf("%-13s %s%n", name, value);
    }

    private void judgeAll(ReplyRules rules) {
        try (BufferedReader lines = Files.newBufferedReader(what.replies)) {
            for (String reply = lines.readLine(); reply != null; reply = lines.readLine()) {
                Judgement judgement = rules.judge(new Reply(status, reply));
                out().printf(
                                "%-20s %-6s %-24s %s%n",
                                judgement.replyClass(), judgement.blocks() ? "blocks" : "", judgement.rule(), reply);
            }
        } catch (IOException e) {
            throw new CommandFailure("The replies cannot be read: " + e + ".");
        }
        out().flush();
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
