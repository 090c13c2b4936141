package com.sourceforgery.tachikoma.contract;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The wire contract that existing clients were built against, from {@code contract/original.txt}: a line per rpc, field,
 * enum value and message without fields, after the line of their package. Types are written as their proto file writes them.
 */
record OriginalContract(List<Rpc> rpcs, List<Field> fields, List<EnumValue> enumValues, List<Empty> emptyMessages) {

    /** @param service with its package */
    record Rpc(String service, String name, String request, String response) {}

    /**
     * @param message with its package
     * @param label {@code repeated}, {@code optional}, {@code oneof <name>} or empty
     */
    record Field(String message, String name, int number, String type, String label) {}

    /** @param type of the enum, with its package */
    record EnumValue(String type, String name, int number) {}

    /** @param message with its package */
    record Empty(String message) {}

    private static final Pattern RPC = Pattern.compile("rpc (\\w+)\\.(\\w+)\\((.+)\\) returns (.+?)( deprecated)?");
    private static final Pattern FIELD = Pattern.compile(
            "field ([\\w.]+)\\.(\\w+) = (\\d+) (\\S+?)(?: (repeated|optional|oneof \\w+))?(?: deprecated)?");
    private static final Pattern ENUM_VALUE = Pattern.compile("enum ([\\w.]+)\\.(\\w+) = (\\d+)");

    static OriginalContract read() {
        OriginalContract contract =
                new OriginalContract(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        String protoPackage = "";
        for (String line : lines()) {
            if (line.startsWith("package ")) {
                protoPackage = line.substring("package ".length()) + ".";
            } else if (!line.isBlank()) {
                contract.add(protoPackage, line);
            }
        }
        return contract;
    }

    private static List<String> lines() {
        try (InputStream file = OriginalContract.class.getResourceAsStream("/contract/original.txt")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void add(String protoPackage, String line) {
        Matcher rpc = RPC.matcher(line);
        Matcher field = FIELD.matcher(line);
        Matcher value = ENUM_VALUE.matcher(line);
        if (rpc.matches()) {
            rpcs.add(new Rpc(protoPackage + rpc.group(1), rpc.group(2), rpc.group(3), rpc.group(4)));
        } else if (field.matches()) {
            fields.add(new Field(
                    protoPackage + field.group(1),
                    field.group(2),
                    Integer.parseInt(field.group(3)),
                    field.group(4),
                    Objects.requireNonNullElse(field.group(5), "")));
        } else if (value.matches()) {
            enumValues.add(
                    new EnumValue(protoPackage + value.group(1), value.group(2), Integer.parseInt(value.group(3))));
        } else if (line.startsWith("message ")) {
            emptyMessages.add(new Empty(protoPackage + line.substring("message ".length())));
        } else {
            throw new IllegalArgumentException("No line of the contract: " + line);
        }
    }
}
