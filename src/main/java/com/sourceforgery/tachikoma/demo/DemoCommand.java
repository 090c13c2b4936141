package com.sourceforgery.tachikoma.demo;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tachikoma demo}: knows none of the embedded services itself, because it is loaded where they are not. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Run all of Tachikoma in one process, send the example mails and show what becomes of them.")
public final class DemoCommand implements Callable<Integer> {
    @Option(names = "--once", description = "Stop after the example mails; exit code 0 when each ended as it should.")
    private boolean once;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Keep everything here; default: a temporary folder that is deleted in the end.")
    private Path data;

    @Option(
            names = "--port",
            paramLabel = "N",
            description = "Port of the webserver; default: 8070, or a free one when it is taken.")
    private Integer port;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        DemoScreen screen = new DemoScreen(spec.commandLine().getOut(), System.console() != null);
        try (DemoFolder folder = DemoFolder.open(data)) {
            System.setProperty(
                    "tachikoma.demo.log", folder.path().resolve("demo.log").toString());
            System.setProperty("logback.configurationFile", "demo/logback.xml");
            return new Demo(screen, folder, port, once).run();
        }
    }
}
