package com.sourceforgery.tachikoma.docs;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumValueDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The page {@code docs/api.md}, made from the proto files and their comments. */
final class ApiReference {
    private static final String HEAD = """
            # API reference

            Made from the comments in [proto/](../proto) by `bin/api-reference`; change those, not this page. Where a type is
            not linked it is protobuf's own. Authentication, statuses and limits that hold for all: [api-guide.md](api-guide.md).

            """;

    private final StringBuilder page = new StringBuilder(HEAD);

    private ApiReference() {}

    /** @param descriptors a FileDescriptorSet with source info, as protoc writes it */
    static String of(Path descriptors) {
        try (InputStream in = Files.newInputStream(descriptors)) {
            List<FileDescriptorProto> files = FileDescriptorSet.parseFrom(in).getFileList().stream()
                    .filter(file -> file.getPackage().startsWith("com.sourceforgery."))
                    .sorted(Comparator.comparing(FileDescriptorProto::getPackage)
                            .thenComparing(FileDescriptorProto::getName))
                    .toList();
            ApiReference reference = new ApiReference();
            files.forEach(reference::contents);
            files.forEach(reference::file);
            return reference.page.toString().stripTrailing() + "\n";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void contents(FileDescriptorProto file) {
        for (ServiceDescriptorProto service : file.getServiceList()) {
            List<String> rpcs = service.getMethodList().stream()
                    .map(MethodDescriptorProto::getName)
                    .toList();
            page.append("- [").append(service.getName()).append("](#").append(anchor(service.getName()));
            page.append("): ").append(String.join(", ", rpcs)).append('\n');
        }
    }

    private void file(FileDescriptorProto file) {
        Comments comments = new Comments(file);
        page.append("\n# ").append(file.getPackage()).append("\n");
        for (int i = 0; i < file.getServiceCount(); i++) {
            service(file.getService(i), comments, FileDescriptorProto.SERVICE_FIELD_NUMBER, i);
        }
        for (int i = 0; i < file.getMessageTypeCount(); i++) {
            message("", file.getMessageType(i), comments, FileDescriptorProto.MESSAGE_TYPE_FIELD_NUMBER, i);
        }
        for (int i = 0; i < file.getEnumTypeCount(); i++) {
            enumType("", file.getEnumType(i), comments, FileDescriptorProto.ENUM_TYPE_FIELD_NUMBER, i);
        }
    }

    private void service(ServiceDescriptorProto service, Comments comments, int... path) {
        heading(service.getName(), comments.of(path));
        for (int i = 0; i < service.getMethodCount(); i++) {
            MethodDescriptorProto rpc = service.getMethod(i);
            page.append("\n**").append(rpc.getName()).append("** (").append(stream(rpc.getClientStreaming()));
            page.append(link(rpc.getInputType())).append(") returns (").append(stream(rpc.getServerStreaming()));
            page.append(link(rpc.getOutputType())).append(")");
            page.append(rpc.getOptions().getDeprecated() ? ", deprecated" : "").append("\n");
            paragraph(comments.of(path, ServiceDescriptorProto.METHOD_FIELD_NUMBER, i));
        }
    }

    private void message(String outer, DescriptorProto message, Comments comments, int... path) {
        if (message.getOptions().getMapEntry()) {
            return;
        }
        String name = outer + message.getName();
        heading(name, comments.of(path));
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < message.getFieldCount(); i++) {
            FieldDescriptorProto field = message.getField(i);
            rows.add("| " + field.getNumber() + " | `" + field.getName() + "` | " + type(field, message) + " | "
                    + (field.getOptions().getDeprecated() ? "Deprecated. " : "")
                    + oneLine(comments.of(path, DescriptorProto.FIELD_FIELD_NUMBER, i)) + " |");
        }
        table("| number | field | type | |\n|---|---|---|---|", rows);
        for (int i = 0; i < message.getNestedTypeCount(); i++) {
            message(
                    name + ".",
                    message.getNestedType(i),
                    comments,
                    Comments.path(path, DescriptorProto.NESTED_TYPE_FIELD_NUMBER, i));
        }
        for (int i = 0; i < message.getEnumTypeCount(); i++) {
            enumType(
                    name + ".",
                    message.getEnumType(i),
                    comments,
                    Comments.path(path, DescriptorProto.ENUM_TYPE_FIELD_NUMBER, i));
        }
    }

    private void enumType(String outer, EnumDescriptorProto type, Comments comments, int... path) {
        heading(outer + type.getName(), comments.of(path));
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < type.getValueCount(); i++) {
            EnumValueDescriptorProto value = type.getValue(i);
            rows.add("| " + value.getNumber() + " | `" + value.getName() + "` | "
                    + oneLine(comments.of(path, EnumDescriptorProto.VALUE_FIELD_NUMBER, i)) + " |");
        }
        table("| number | value | |\n|---|---|---|", rows);
    }

    private void heading(String name, String comment) {
        page.append("\n## ").append(name).append("\n");
        paragraph(comment);
    }

    private void paragraph(String text) {
        if (!text.isEmpty()) {
            page.append('\n').append(text).append('\n');
        }
    }

    private void table(String head, List<String> rows) {
        if (!rows.isEmpty()) {
            page.append('\n')
                    .append(head)
                    .append('\n')
                    .append(String.join("\n", rows))
                    .append('\n');
        }
    }

    private static String type(FieldDescriptorProto field, DescriptorProto message) {
        for (DescriptorProto nested : message.getNestedTypeList()) {
            if (nested.getOptions().getMapEntry() && field.getTypeName().endsWith("." + nested.getName())) {
                return "map of " + scalar(nested.getField(0)) + " to " + scalar(nested.getField(1));
            }
        }
        String type = field.getTypeName().isEmpty() ? scalar(field) : link(field.getTypeName());
        if (field.getLabel() == Label.LABEL_REPEATED) {
            return "repeated " + type;
        }
        if (field.getProto3Optional()) {
            return "optional " + type;
        }
        return field.hasOneofIndex()
                ? type + ", one of `"
                        + message.getOneofDecl(field.getOneofIndex()).getName() + "`"
                : type;
    }

    private static String scalar(FieldDescriptorProto field) {
        return field.getTypeName().isEmpty()
                ? field.getType().name().substring("TYPE_".length()).toLowerCase(Locale.ROOT)
                : link(field.getTypeName());
    }

    private static String link(String typeName) {
        String name = typeName.replaceFirst("^\\.([a-z_]+\\.)+", "");
        return typeName.startsWith(".com.sourceforgery.") ? "[" + name + "](#" + anchor(name) + ")" : name;
    }

    private static String anchor(String name) {
        return name.toLowerCase(Locale.ROOT).replace(".", "");
    }

    private static String stream(boolean streaming) {
        return streaming ? "stream of " : "";
    }

    private static String oneLine(String comment) {
        return comment.replace("\n", " ").replace("|", "\\|");
    }
}
