package com.sourceforgery.tachikoma.testsupport;

import com.sourceforgery.tachikoma.Tachikoma;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A role of the product as a process of its own, which can be killed and started again. */
public final class RoleProcess implements AutoCloseable {
    private final String role;
    private final Map<String, String> settings;
    private final Path log;
    private Process process;

    /**
     * @param settings environment variables
     * @param log what it says, of all its starts
     */
    public RoleProcess(String role, Map<String, String> settings, Path log) {
        this.role = role;
        this.settings = settings;
        this.log = log;
    }

    /** Returns before it serves. */
    public void start() throws IOException {
        String java = ProcessHandle.current().info().command().orElse("java");
        ProcessBuilder builder = new ProcessBuilder(
                java,
                "-Xmx256m",
                "-Dcamel.management.port=" + Ports.free(),
                "-cp",
                System.getProperty("java.class.path"),
                Tachikoma.class.getName(),
                role);
        builder.environment().putAll(settings);
        builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        Process started = builder.start();
        Runtime.getRuntime().addShutdownHook(new Thread(started::destroyForcibly));
        process = started;
    }

    /** {@code kill -9}; returns when it is dead. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Stops it as an operator would; after 60 seconds, kills it. */
    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            kill();
        }
    }
}
