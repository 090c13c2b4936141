package com.sourceforgery.tachikoma.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A server that belongs to the tests alone, run by the script {@code src/test/sh/<name>} with its data in a folder. It
 * keeps its address over {@link #kill()} and {@link #start()}, so that a test can take it away and bring it back.
 */
public class PrivateService {
    private static final Path SCRIPTS = Path.of("src/test/sh");

    private final String name;
    private final Path folder;

    PrivateService(String name, Path folder) {
        this.name = name;
        this.folder = folder;
    }

    /** Starts it, whether new, stopped or killed; returns when it answers. */
    public void start() {
        run(SCRIPTS.resolve(name), "start", folder);
    }

    /** Shuts it down as an operator would. */
    public void stop() {
        run(SCRIPTS.resolve(name), "stop", folder);
    }

    /** {@code kill -9} of all its processes. */
    public void kill() {
        run(SCRIPTS.resolve(name), "kill", folder);
    }

    void wipe() {
        run(SCRIPTS.resolve(name), "wipe", folder);
    }

    /** What the script wrote down for its users, for example {@code url}. */
    String address(String file) {
        try {
            return Files.readString(folder.resolve(file)).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stops the services in the folder and removes it when this process ends, in whatever way it ends. */
    static void guard(Path folder) {
        run(
                Path.of("setsid"),
                "--fork",
                SCRIPTS.resolve("guard"),
                folder,
                ProcessHandle.current().pid());
    }

    /** One more command of the script. */
    void run(String command, String... arguments) {
        List<Object> all = new ArrayList<>(List.of(command, folder));
        all.addAll(List.of(arguments));
        run(SCRIPTS.resolve(name), all.toArray());
    }

    Path folder() {
        return folder;
    }

    private static void run(Path program, Object... arguments) {
        String[] command = new String[arguments.length + 1];
        command[0] = program.toString();
        for (int i = 0; i < arguments.length; i++) {
            command[i + 1] = arguments[i].toString();
        }
        try {
            Path output = Files.createTempFile("tachikoma-service", ".log");
            int code = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start()
                    .waitFor();
            String said = Files.readString(output).strip();
            Files.delete(output);
            if (code != 0) {
                throw new IllegalStateException(String.join(" ", command) + ": " + said);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
