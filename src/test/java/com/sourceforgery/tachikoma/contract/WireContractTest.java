package com.sourceforgery.tachikoma.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.sourceforgery.tachikoma.contract.OriginalContract.Empty;
import com.sourceforgery.tachikoma.contract.OriginalContract.EnumValue;
import com.sourceforgery.tachikoma.contract.OriginalContract.Field;
import com.sourceforgery.tachikoma.contract.OriginalContract.Rpc;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Clients of the original go on working: our contract has all of its contract, and adds where nothing can clash. */
class WireContractTest {
    private static final int FIRST_NUMBER_OF_OUR_OWN = 1000;
    private static final OriginalContract ORIGINAL = OriginalContract.read();

    static Stream<Rpc> rpcs() {
        return ORIGINAL.rpcs().stream();
    }

    static Stream<Field> fields() {
        return ORIGINAL.fields().stream();
    }

    static Stream<EnumValue> enumValues() {
        return ORIGINAL.enumValues().stream();
    }

    static Stream<Empty> emptyMessages() {
        return ORIGINAL.emptyMessages().stream();
    }

    static Set<String> messages() {
        return Stream.concat(fields().map(Field::message), emptyMessages().map(Empty::message))
                .collect(Collectors.toSet());
    }

    static Set<String> enumTypes() {
        return enumValues().map(EnumValue::type).collect(Collectors.toSet());
    }

    @Test
    void theWholeOriginalIsRead() {
        assertEquals(26, ORIGINAL.rpcs().size());
        assertEquals(226, ORIGINAL.fields().size());
        assertEquals(30, ORIGINAL.enumValues().size());
    }

    @ParameterizedTest
    @MethodSource("rpcs")
    void everyRpcIsUnchanged(Rpc rpc) {
        MethodDescriptor method = GeneratedTypes.service(rpc.service()).findMethodByName(rpc.name());

        assertNotNull(method);
        assertTakes(rpc.request(), method.isClientStreaming(), method.getInputType());
        assertTakes(rpc.response(), method.isServerStreaming(), method.getOutputType());
    }

    private static void assertTakes(String written, boolean streaming, Descriptor type) {
        String prefix = "stream ";
        boolean wantsStream = written.startsWith(prefix);
        assertEquals(wantsStream, streaming);
        assertTrue(
                GeneratedTypes.isCalled(type.getFullName(), wantsStream ? written.substring(prefix.length()) : written),
                type::getFullName);
    }

    @ParameterizedTest
    @MethodSource("fields")
    void everyFieldIsUnchanged(Field field) {
        FieldDescriptor ours = GeneratedTypes.message(field.message()).findFieldByNumber(field.number());

        assertNotNull(ours);
        assertEquals(field.name(), ours.getName());
        assertTrue(GeneratedTypes.hasType(ours, field.type()), ours::toString);
        assertEquals(field.label(), GeneratedTypes.label(ours));
    }

    @ParameterizedTest
    @MethodSource("enumValues")
    void everyEnumValueIsUnchanged(EnumValue value) {
        EnumValueDescriptor ours = GeneratedTypes.enumType(value.type()).findValueByNumber(value.number());

        assertNotNull(ours);
        assertEquals(value.name(), ours.getName());
    }

    @ParameterizedTest
    @MethodSource("messages")
    void anAddedFieldIsNumberedFrom1000(String message) {
        Set<Integer> original = fields().filter(field -> field.message().equals(message))
                .map(Field::number)
                .collect(Collectors.toSet());

        for (FieldDescriptor field : GeneratedTypes.message(message).getFields()) {
            assertTrue(
                    original.contains(field.getNumber()) || field.getNumber() >= FIRST_NUMBER_OF_OUR_OWN,
                    field::getFullName);
        }
    }

    @ParameterizedTest
    @MethodSource("enumTypes")
    void anAddedEnumValueIsNumberedFrom1000(String type) {
        Set<Integer> original = enumValues()
                .filter(value -> value.type().equals(type))
                .map(EnumValue::number)
                .collect(Collectors.toSet());

        for (EnumValueDescriptor value : GeneratedTypes.enumType(type).getValues()) {
            assertTrue(
                    original.contains(value.getNumber()) || value.getNumber() >= FIRST_NUMBER_OF_OUR_OWN,
                    value::getFullName);
        }
    }
}
