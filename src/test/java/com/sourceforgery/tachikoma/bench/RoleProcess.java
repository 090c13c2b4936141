package com.sourceforgery.tachikoma.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A role of Tachikoma in a process of its own, as {@code bin/tachikoma} starts it. */
final class RoleProcess implements AutoCloseable {
    private final Process process;
    private final Path log;

    private RoleProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /**
     * @param folder gets the role's log
     * @param javaOptions for its JVM
     */
    static RoleProcess start(
            Path folder, String javaOptions, Map<String, String> settings, String role, String... options) {
        List<String> command = new ArrayList<>(List.of("bin/tachikoma", role));
        command.addAll(List.of(options));
        Path log = folder.resolve(role + ".log");
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("JAVA_OPTS", javaOptions);
        builder.environment().put("TACHIKOMA_LOG_LEVEL", "WARN");
        builder.environment().putAll(settings);
        builder.redirectErrorStream(true).redirectOutput(log.toFile());
        try {
            RoleProcess started = new RoleProcess(builder.start(), log);
            Runtime.getRuntime().addShutdownHook(new Thread(started::close));
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Fails with what the role has logged when it does not run any more. */
    void check() {
        if (!process.isAlive()) {
            throw new IllegalStateException("A role has ended: " + read(log));
        }
    }

    /** Bytes of objects that are still in use after a full garbage collection. */
    long liveBytes() {
        try {
            Process jcmd = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                    .toString(),
                            Long.toString(process.pid()),
                            "GC.class_histogram")
                    .redirectErrorStream(true)
                    .start();
            String histogram = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            String total = histogram.strip().substring(histogram.strip().lastIndexOf('\n') + 1);
            if (!total.startsWith("Total")) {
                throw new IllegalStateException("jcmd said: " + total);
            }
            return Long.parseLong(total.split("\\s+")[2]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
