package com.sourceforgery.tachikoma.cli;

import com.sourceforgery.tachikoma.bounce.Notice;
import com.sourceforgery.tachikoma.bounce.NoticeReader;
import com.sourceforgery.tachikoma.reply.Judgement;
import com.sourceforgery.tachikoma.reply.Reply;
import com.sourceforgery.tachikoma.reply.ReplyRules;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
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
            "A file that begins with a mail's header (RFC 5322) is a mail, any other has a reply on each line."
        },
        footer = {
            "",
            "  tachikoma rules explain --status 5.7.1 '554 5.7.1 Mailbox unavailable'",
            "  tachikoma rules explain replies.txt",
            "  tachikoma rules explain bounce.eml"
        })
final class RulesExplain implements Callable<Integer> {
    @Option(
            names = "--status",
            paramLabel = "CODE",
            defaultValue = "",
            description = "Enhanced status code as reported, such as dsn= in Postfix's log; of all replies of a file.")
    private String status;

    @Option(
            names = "--envelope-sender",
            paramLabel = "ADDRESS",
            description = "Of a mail: whom SMTP named as its sender, '' for nobody; without it, what the mail says.")
    private String envelopeSender;

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
        Optional<GivenFile> file = file();
        if (file.isEmpty()) {
            new ReplyExplanation(out()).show(rules.explain(new Reply(status, given)));
        } else if (file.get().isMail()) {
            Notice notice = file.get().mail(mail -> notices().read(envelopeSender, mail));
            new NoticeExplanation(new ReplyExplanation(out()), rules).show(notice);
        } else {
            file.get().replies(reply -> judge(rules, reply));
        }
        out().flush();
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
    private Optional<GivenFile> file() {
        try {
            Optional<Path> file = Optional.of(Path.of(given)).filter(Files::isRegularFile);
            if (file.isEmpty() && !given.strip().contains(" ")) {
                throw new CommandFailure("There is no file " + given + ".");
            }
            return file.map(GivenFile::new);
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private void judge(ReplyRules rules, String reply) {
        Judgement judgement = rules.judge(new Reply(status, reply));
        out().printf(
                        "%-20s %-6s %-24s %s%n",
                        judgement.replyClass(), judgement.blocks() ? "blocks" : "", judgement.rule(), reply);
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
