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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
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
        description = {
            "Tell what replies or a bounce mail mean by the rules, and why.",
            "",
            "A file that begins with a header field is a mail (RFC 5322), any other has a reply on each line."
        },
        footer = {
            "",
            "  tachikoma rules explain --status 5.7.1 '554 5.7.1 Mailbox unavailable'",
            "  tachikoma rules explain replies.txt",
            "  tachikoma rules explain bounce.eml"
        })
final class RulesExplain implements Callable<Integer> {
    private static final Pattern FIELD = Pattern.compile("(?:From |[A-Za-z][A-Za-z0-9-]*:).*", Pattern.DOTALL);

    @Option(
            names = "--status",
            paramLabel = "CODE",
            defaultValue = "",
            description = "Enhanced status code as reported, such as dsn= in Postfix's log; of all replies of a file.")
    private String status;

    @Option(
            names = "--rules",
            paramLabel = "FILE",
            description =
                    "Rules to judge by, replies.yaml or notices.yaml or one after the other; without it those in force.")
    private List<Path> ruleFiles = List.of();

    @Parameters(
            arity = "1",
            paramLabel = "TEXT|FILE",
            description = "The reply, with or without Postfix's 'host … said: … (in reply to … command)'; or a file.")
    private String given;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        ReplyRules rules = rules();
        Optional<Path> file = file();
        if (file.isEmpty()) {
            explain(rules.explain(new Reply(status, given)));
        } else if (isMail(file.get())) {
            explainMail(file.get(), rules);
        } else {
            judgeAll(file.get(), rules);
        }
        return 0;
    }

    private ReplyRules rules() {
        return RulesFile.open(() -> ruleFiles.stream()
                .filter(file -> !RulesFile.isOfNotices(file))
                .findFirst()
                .map(ReplyRules::read)
                .orElseGet(ReplyRules::packaged));
    }

    private NoticeReader notices() {
        return RulesFile.open(() -> ruleFiles.stream()
                .filter(RulesFile::isOfNotices)
                .findFirst()
                .map(NoticeReader::read)
                .orElseGet(NoticeReader::packaged));
    }

    /** What is one word and no file is a mistyped file rather than a reply. */
    private Optional<Path> file() {
        try {
            Optional<Path> file = Optional.of(Path.of(given)).filter(Files::isRegularFile);
            if (file.isEmpty() && !given.strip().contains(" ")) {
                throw new CommandFailure("There is no file " + given + ".");
            }
            return file;
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static boolean isMail(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return FIELD.matcher(new String(in.readNBytes(200), StandardCharsets.ISO_8859_1))
                    .matches();
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static CommandFailure unreadable(Path file, IOException e) {
        return new CommandFailure(file + " cannot be read: " + e + ".");
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

    private void explainMail(Path file, ReplyRules rules) {
        Notice notice;
        try (InputStream mail = Files.newInputStream(file)) {
            notice = notices().read(null, mail);
        } catch (IOException e) {
            throw unreadable(file, e);
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

    private void judgeAll(Path file, ReplyRules rules) {
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            for (String reply = lines.readLine(); reply != null; reply = lines.readLine()) {
                Judgement judgement = rules.judge(new Reply(status, reply));
                out().printf(
                                "%-20s %-6s %-24s %s%n",
                                judgement.replyClass(), judgement.blocks() ? "blocks" : "", judgement.rule(), reply);
            }
        } catch (IOException e) {
            throw unreadable(file, e);
        }
        out().flush();
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
