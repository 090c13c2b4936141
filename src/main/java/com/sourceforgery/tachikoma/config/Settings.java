package com.sourceforgery.tachikoma.config;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * Where a setting comes from. Names are those of environment variables ({@code SQL_URL}). Looked up in this order:
 * system property of the same name in lower case with dots ({@code sql.url}), environment variable, environment variable
 * {@code NAME_FILE} (the value is that file's content), line of the file named by {@code TACHIKOMA_CONFIG} (either
 * spelling, also {@code NAME_FILE}).
 */
public final class Settings {
    private final Map<String, String> values;

    private Settings(Map<String, String> values) {
        this.values = values;
    }

    /** The settings of this process. */
    public static Settings ofProcess() {
        return of(System.getenv(), System.getProperties());
    }

    /** Settings from maps alone, for tests and for several roles in one process. */
    public static Settings of(Map<String, String> environment, Properties properties) {
        Map<String, String> values = new HashMap<>();
        String config = environment.getOrDefault("TACHIKOMA_CONFIG", properties.getProperty("tachikoma.config"));
        if (config != null) {
            values.putAll(readConfig(Path.of(config)));
        }
        values.putAll(environment);
        for (String name : properties.stringPropertyNames()) {
            if (name.equals(name.toLowerCase(Locale.ROOT))) {
                values.put(toEnvironmentName(name), properties.getProperty(name));
            }
        }
        return new Settings(values);
    }

    private static Map<String, String> readConfig(Path file) {
        Properties lines = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            lines.load(reader);
        } catch (IOException e) {
            throw new SettingException("TACHIKOMA_CONFIG names the file " + file + ", which cannot be read.");
        }
        Map<String, String> values = new HashMap<>();
        lines.stringPropertyNames().forEach(name -> values.put(toEnvironmentName(name), lines.getProperty(name)));
        return values;
    }

    private static String toEnvironmentName(String name) {
        return name.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
    }

    /** The value, or nothing when it is not set or blank. */
    public Optional<String> find(String name) {
        String value = values.get(name);
        if (value == null) {
            String file = values.get(name + "_FILE");
            value = file == null ? null : readValue(name, Path.of(file));
        }
        return Optional.ofNullable(value).map(String::strip).filter(v -> !v.isEmpty());
    }

    private static String readValue(String name, Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new SettingException(name + "_FILE names the file " + file + ", which cannot be read.");
        }
    }

    public String get(String name, String defaultValue) {
        return find(name).orElse(defaultValue);
    }

    /**
     * @param meaning what the setting is, to finish the sentence "… is not set: it is …"
     * @throws SettingException when it is not set
     */
    public String require(String name, String meaning) {
        return find(name).orElseThrow(() -> new SettingException(name + " is not set: it is " + meaning + "."));
    }

    public boolean isTrue(String name) {
        String value = get(name, "false").toLowerCase(Locale.ROOT);
        return switch (value) {
            case "true", "yes", "1", "on" -> true;
            case "false", "no", "0", "off" -> false;
            default -> throw new SettingException(name + " is '" + value + "', which is neither true nor false.");
        };
    }

    public int getInt(String name, int defaultValue) {
        String value = get(name, Integer.toString(defaultValue));
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new SettingException(name + " is '" + value + "', which is not a whole number.");
        }
    }

    /** Comma-separated values, without blanks. */
    public List<String> getList(String name) {
        return Arrays.stream(get(name, "").split(","))
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .toList();
    }

    /** A copy in which one setting has another value; for roles that share a process. */
    public Settings with(String name, String value) {
        Map<String, String> copy = new HashMap<>(values);
        copy.put(name, value);
        return new Settings(copy);
    }
}
