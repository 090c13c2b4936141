package com.sourceforgery.tachikoma.lint;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The route files of one role and what they may refer to.
 *
 * @param statements the folder of SQL files
 * @param java the text of all main classes
 * @param properties the role's properties file
 */
record Project(List<RouteFile> files, Path statements, String java, Properties properties) {
    private static final Path RESOURCES = Path.of("src/main/resources/camel");

    static Project webserver() {
        Stream<Path> files = Stream.concat(list(Path.of("routes"), ".yaml"), list(RESOURCES, ".camel.yaml"));
        return of(files, "application.properties");
    }

    static Project node() {
        return of(list(Path.of("node-routes"), ".yaml"), "application-node.properties");
    }

    private static Project of(Stream<Path> routeFiles, String settings) {
        List<RouteFile> files = routeFiles.map(RouteFile::read).toList();
        String java = list(Path.of("src/main/java"), ".java").map(Project::read).collect(Collectors.joining());
        return new Project(files, RESOURCES.resolve("sql"), java, properties(RESOURCES.resolveSibling(settings)));
    }

    /** What a function finds in all values of all files. */
    Set<String> links(Function<RouteFile.Item, Stream<String>> find) {
        return files.stream().flatMap(RouteFile::items).flatMap(find).collect(Collectors.toSet());
    }

    /** True when a class has exactly this text as a literal. */
    boolean isNamedInJava(String text) {
        return java.contains('"' + text + '"');
    }

    boolean bindsBean(String name) {
        return Pattern.compile("\\bbind\\(\\s*\"" + name + "\"").matcher(java).find();
    }

    boolean hasProperty(String name) {
        return properties.containsKey(name) || isNamedInJava(name);
    }

    private static Properties properties(Path file) {
        Properties properties = new Properties();
        if (Files.exists(file)) {
            try (Reader reader = Files.newBufferedReader(file)) {
                properties.load(reader);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return properties;
    }

    static Stream<Path> list(Path folder, String suffix) {
        if (!Files.isDirectory(folder)) {
            return Stream.empty();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(suffix)).sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
