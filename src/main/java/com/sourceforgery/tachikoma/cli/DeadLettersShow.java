package com.sourceforgery.tachikoma.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tachikoma dead-letters show}. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Show one dead letter with its whole cause and its content.",
        footer = {
            "",
            "A bounce that is kept, and why it was:",
            "  tachikoma dead-letters show 17 --mail bounce.eml",
            "  tachikoma rules explain bounce.eml --envelope-sender ''"
        })
final class DeadLettersShow implements Callable<Integer> {
    @Parameters(paramLabel = "ID", description = "Its id as 'list' shows it.")
    private long id;

    @Option(names = "--json", description = "One line of JSON, for programs.")
    private boolean json;

    @Option(
            names = "--mail",
            paramLabel = "FILE",
            description = "Write the mail of a letter of stage bounce into a new file, as it came.")
    private Path mail;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        List<Map<String, Object>> letters = new DeadLetterStore().find(id);
        if (letters.isEmpty()) {
            throw new CommandFailure("There is no dead letter " + id + ".");
        }
        if (mail != null) {
            writeMail(letters.get(0));
            return 0;
        }
        LetterReport report = new LetterReport(spec.commandLine().getOut());
        if (json) {
            report.json(letters.get(0));
        } else {
            report.whole(letters.get(0));
        }
        return 0;
    }

    private void writeMail(Map<String, Object> letter) {
        KeptMail kept =
                KeptMail.of(letter).orElseThrow(() -> new CommandFailure("The dead letter " + id + " holds no mail."));
        kept.write(mail);
        spec.commandLine().getOut().println(kept.envelope() + ": " + mail);
    }
}
