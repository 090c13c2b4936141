package com.sourceforgery.tachikoma.coverage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.CamelContextTracker;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Writes down which steps of YAML routes the tests of this JVM have executed, in whatever way they started Camel: a file
 * in the folder that the system property {@code route.coverage} names, a line {@code <file>:<line>} per step.
 */
public final class RouteCoverage implements LauncherSessionListener {
    private final StepRecorder recorder = new StepRecorder();
    private final CamelContextTracker tracker = new CamelContextTracker() {
        @Override
        public void contextCreated(CamelContext context) {
            context.setSourceLocationEnabled(true);
            context.getCamelContextExtension().addInterceptStrategy(recorder);
        }
    };

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        if (folder() != null) {
            tracker.open();
        }
    }

    @Override
    public void launcherSessionClosed(LauncherSession session) {
        List<String> steps = recorder.reached().sorted().toList();
        if (folder() != null && !steps.isEmpty()) {
            tracker.close();
            write(Path.of(folder()), steps);
        }
    }

    private static String folder() {
        return System.getProperty("route.coverage");
    }

    private static void write(Path folder, List<String> steps) {
        try {
            Files.createDirectories(folder);
            Files.write(folder.resolve(ProcessHandle.current().pid() + ".txt"), steps);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
