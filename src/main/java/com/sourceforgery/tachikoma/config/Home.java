package com.sourceforgery.tachikoma.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where route files are. Those of the installation lie beside the {@code lib} folder (in a clone: at its root); files of the
 * folder {@code TACHIKOMA_HOME} are added to them and win by name.
 */
public final class Home {
    private static final String SUFFIX = ".camel.yaml";

    private Home() {}

    /**
     * @param folder {@code routes} or {@code node-routes}
     * @return a value for {@code camel.main.routesIncludePattern}, without the files that every role has
     */
    public static String routeFiles(Settings settings, String folder) {
        Map<String, Path> byName = new TreeMap<>();
        addFiles(byName, installation().resolve(folder));
        settings.find("TACHIKOMA_HOME").ifPresent(home -> addFiles(byName, Path.of(home, folder)));
        if (byName.isEmpty()) {
            throw new SettingException("No route files are in " + installation().resolve(folder)
                    + ": TACHIKOMA_HOME names the folder that has " + folder + "/.");
        }
        return join(byName.values());
    }

    private static String join(Collection<Path> files) {
        return files.stream().map(file -> "file:" + file.toAbsolutePath()).collect(Collectors.joining(","));
    }

    private static void addFiles(Map<String, Path> byName, Path folder) {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> routes =
                    files.filter(file -> file.toString().endsWith(SUFFIX)).toList();
            routes.forEach(file -> byName.put(file.getFileName().toString(), file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The folder above {@code lib}, or above {@code target} when run from a clone. */
    private static Path installation() {
        try {
            Path code = Path.of(Home.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            Path target = code.getParent().getParent();
            return Files.isDirectory(code) || !Files.isDirectory(target.resolve("routes")) ? cloneOf(code) : target;
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path cloneOf(Path code) {
        Path folder = code;
        while (folder != null && !Files.isDirectory(folder.resolve("routes"))) {
            folder = folder.getParent();
        }
        return folder == null ? Path.of("") : folder;
    }
}
