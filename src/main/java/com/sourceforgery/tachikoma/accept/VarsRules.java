package com.sourceforgery.tachikoma.accept;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import java.util.Map;
import java.util.Optional;

/** Template variables hold nothing that JSON, and thus the database, has no word for. */
final class VarsRules {
    private VarsRules() {}

    /** What is wrong with them, a sentence. */
    static Optional<String> findProblem(Struct vars) {
        return Optional.ofNullable(findProblem(vars.getFieldsMap()));
    }

    private static String findProblem(Map<String, Value> fields) {
        for (Map.Entry<String, Value> entry : fields.entrySet()) {
            String problem = entry.getKey().indexOf('\0') >= 0 ? TextRules.NUL : findProblem(entry.getValue());
            if (problem != null) {
                return problem;
            }
        }
        return null;
    }

    private static String findProblem(Value value) {
        return switch (value.getKindCase()) {
            case NUMBER_VALUE ->
                Double.isFinite(value.getNumberValue()) ? null : "There is a number in it that is not finite.";
            case STRING_VALUE -> value.getStringValue().indexOf('\0') >= 0 ? TextRules.NUL : null;
            case STRUCT_VALUE -> findProblem(value.getStructValue().getFieldsMap());
            case LIST_VALUE -> {
                for (Value item : value.getListValue().getValuesList()) {
                    String problem = findProblem(item);
                    if (problem != null) {
                        yield problem;
                    }
                }
                yield null;
            }
            case NULL_VALUE, BOOL_VALUE, KIND_NOT_SET -> null;
        };
    }
}
