package com.sourceforgery.tachikoma.sink;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tachikoma sink}: runs a sink until it is stopped. */
@Command(
        name = "sink",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "An SMTP server that plays Postfix and the world: takes every mail, sends none.",
        footer = {
            "",
            "The recipient's address chooses what becomes of a mail; what follows a further + only makes it unique:",
            "  bounce+5.1.1@...   refused for good with this code",
            "  defer+2@...        put off twice, then delivered",
            "  slow+3@...         delivered after 3 seconds",
            "  expire@...         put off, then given up",
            "  complain@...       delivered, and marked as complained about",
            "  reject+5.7.1@...   refused when it is handed in",
            "  busy@...           'not now' when it is handed in",
            "  anything else      delivered"
        })
public final class SinkCommand implements Callable<Integer> {
    @Option(
            names = "--smtp",
            paramLabel = "[HOST:]PORT",
            defaultValue = "127.0.0.1:2525",
            description = "SMTP (${DEFAULT-VALUE}).")
    private String smtp;

    @Option(
            names = "--http",
            paramLabel = "PORT",
            defaultValue = "8025",
            description = "Port of the HTTP view, same host (${DEFAULT-VALUE}).")
    private int http;

    @Option(names = "--log", paramLabel = "FILE", description = "Write Postfix's log lines to this file.")
    private Path log;

    @Option(
            names = "--store",
            paramLabel = "FOLDER",
            defaultValue = "sink",
            description = "Keep the mails here (${DEFAULT-VALUE}).")
    private Path store;

    @Option(names = "--world-only", description = "Only the next hop of a real Postfix: refuse at RCPT, write no log.")
    private boolean worldOnly;

    @Option(
            names = "--defer-seconds",
            paramLabel = "N",
            defaultValue = "5",
            description = "Time between two deliveries of a mail that was put off (${DEFAULT-VALUE}).")
    private double deferSeconds;

    @Option(
            names = "--hostname",
            paramLabel = "NAME",
            defaultValue = "mail.example.com",
            description = "Name in greeting and log (${DEFAULT-VALUE}).")
    private String hostName;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        try {
            Sink sink = Sink.start(options());
            Runtime.getRuntime().addShutdownHook(new Thread(() -> close(sink), "sink-stop"));
            spec.commandLine()
                    .getOut()
                    .printf("SMTP on port %d, view on port %d, mails in %s%n", sink.smtpPort(), sink.httpPort(), store);
            spec.commandLine().getOut().flush();
            new CountDownLatch(1).await();
            return CommandLine.ExitCode.OK;
        } catch (IOException | RuntimeException e) {
            spec.commandLine().getErr().println("The sink cannot start: " + e.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        }
    }

    private SinkOptions options() {
        if (worldOnly && log != null) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--world-only writes no log: Postfix does, so leave --log out.");
        }
        InetSocketAddress address = address();
        return new SinkOptions(
                address.getHostString(),
                address.getPort(),
                http,
                hostName,
                store,
                log,
                worldOnly,
                Duration.ofMillis((long) (deferSeconds * 1000)));
    }

    private InetSocketAddress address() {
        int colon = smtp.lastIndexOf(':');
        try {
            return InetSocketAddress.createUnresolved(
                    colon < 0 ? "127.0.0.1" : smtp.substring(0, colon), Integer.parseInt(smtp.substring(colon + 1)));
        } catch (IllegalArgumentException e) {
            throw new CommandLine.ParameterException(spec.commandLine(), "--smtp is a port, or host:port.");
        }
    }

    private static void close(Sink sink) {
        try {
            sink.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
