package com.sourceforgery.tachikoma.contract;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import io.grpc.protobuf.ProtoServiceDescriptorSupplier;
import java.util.Locale;

/** The descriptors that this project's proto files were compiled to, by their full proto names. */
final class GeneratedTypes {
    private GeneratedTypes() {}

    static Descriptor message(String name) {
        return (Descriptor) descriptorOf(name);
    }

    static EnumDescriptor enumType(String name) {
        return (EnumDescriptor) descriptorOf(name);
    }

    static ServiceDescriptor service(String name) {
        io.grpc.ServiceDescriptor service = (io.grpc.ServiceDescriptor) call(name + "Grpc", "getServiceDescriptor");
        return ((ProtoServiceDescriptorSupplier) service.getSchemaDescriptor()).getServiceDescriptor();
    }

    private static Object descriptorOf(String name) {
        return call(name.replaceAll("(?<=\\.[A-Z]\\w{0,100})\\.", "\\$"), "getDescriptor");
    }

    private static Object call(String className, String method) {
        try {
            return Class.forName(className).getMethod(method).invoke(null);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(className + " is not generated", e);
        }
    }

    /** Whether a type is the one that a proto file calls by this name, full or relative. */
    static boolean isCalled(String fullName, String name) {
        return fullName.equals(name) || fullName.endsWith("." + name);
    }

    /** {@code repeated}, {@code optional}, {@code oneof <name>} or empty. */
    static String label(FieldDescriptor field) {
        if (field.getRealContainingOneof() != null) {
            return "oneof " + field.getRealContainingOneof().getName();
        }
        if (field.toProto().getProto3Optional()) {
            return "optional";
        }
        return field.isRepeated() && !field.isMapField() ? "repeated" : "";
    }

    static boolean hasType(FieldDescriptor field, String type) {
        if (field.isMapField()) {
            Descriptor entry = field.getMessageType();
            return type.equals(
                    "map<" + scalar(entry.findFieldByNumber(1)) + "," + scalar(entry.findFieldByNumber(2)) + ">");
        }
        return switch (field.getJavaType()) {
            case MESSAGE -> isCalled(field.getMessageType().getFullName(), type);
            case ENUM -> isCalled(field.getEnumType().getFullName(), type);
            default -> scalar(field).equals(type);
        };
    }

    private static String scalar(FieldDescriptor field) {
        return field.getType().name().toLowerCase(Locale.ROOT);
    }
}
