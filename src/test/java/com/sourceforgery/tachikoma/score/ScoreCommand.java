package com.sourceforgery.tachikoma.score;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bin/score}: scores the product on real material that is not part of the project. */
@Command(
        name = "bin/score",
        mixinStandardHelpOptions = true,
        description = "Score the product on the sets of a folder.",
        footer = {
            "",
            "Sets are folders in it:",
            "  bounces      bounces, complaints, automatic answers, with expected.tsv; each comes back for a mail that was sent",
            "  mustache     the language's specification as JSON files; each test is sent as a mail and read back",
            "  postfix-log  lines of Postfix's log as YAML files, with what is in them",
            "",
            "Exit code: 0 when all passed that is not optional, else 1."
        })
final class ScoreCommand implements Callable<Integer> {
    private static final List<Corpus> CORPORA =
            List.of(new BounceCorpus(), new MustacheCorpus(), new PostfixLogCorpus());

    @Parameters(
            index = "0",
            paramLabel = "FOLDER",
            defaultValue = "${env:TACHIKOMA_CORPORA}",
            description = "Folder of the sets; default: TACHIKOMA_CORPORA.")
    private Path folder;

    @Parameters(index = "1..*", paramLabel = "SET", description = "Only these sets; default: all that are there.")
    private List<String> names = List.of();

    @Spec
    private CommandSpec spec;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new ScoreCommand()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        List<Corpus> chosen = CORPORA.stream()
                .filter(corpus -> names.isEmpty()
                        ? Files.isDirectory(folder.resolve(corpus.name()))
                        : names.contains(corpus.name()))
                .toList();
        if (chosen.isEmpty() || names.size() > chosen.size()) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(),
                    "Sets are " + CORPORA.stream().map(Corpus::name).toList() + "; none such is in " + folder + ".");
        }
        boolean perfect = true;
        for (Corpus corpus : chosen) {
            Scorecard card = corpus.score(folder.resolve(corpus.name()));
            spec.commandLine().getOut().println(corpus.name() + System.lineSeparator() + card);
            perfect &= card.isPerfect();
        }
        return perfect ? 0 : 1;
    }
}
