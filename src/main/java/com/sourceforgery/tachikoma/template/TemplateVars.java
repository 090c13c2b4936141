package com.sourceforgery.tachikoma.template;

import com.google.protobuf.ListValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import java.math.BigDecimal;
import java.util.AbstractList;
import java.util.AbstractMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Template variables as the Java values that template engines know: views of the protobuf values, without a copy.
 * Iterates in the order of names, for a map on the wire has none.
 */
final class TemplateVars extends AbstractMap<String, Object> {
    private final Map<String, Value> own;
    private final Map<String, Value> fallback;
    private final RenderBudget budget;

    private TemplateVars(Map<String, Value> own, Map<String, Value> fallback, RenderBudget budget) {
        this.own = own;
        this.fallback = fallback;
        this.budget = budget;
    }

    /** The variables of one mail; {@code own} win over {@code global}. */
    static TemplateVars of(Struct own, Struct global) {
        return new TemplateVars(own.getFieldsMap(), global.getFieldsMap(), new RenderBudget());
    }

    @Override
    public boolean containsKey(Object name) {
        return own.containsKey(name) || fallback.containsKey(name);
    }

    @Override
    public Object get(Object name) {
        budget.spend();
        Value value = own.get(name);
        return toJava(value == null ? fallback.get(name) : value);
    }

    @Override
    public Set<Entry<String, Object>> entrySet() {
        Set<String> names = new TreeSet<>(own.keySet());
        names.addAll(fallback.keySet());
        Map<String, Object> ordered = new LinkedHashMap<>();
        names.forEach(name -> ordered.put(name, get(name)));
        return ordered.entrySet();
    }

    private Object toJava(Value value) {
        if (value == null) {
            return null;
        }
        return switch (value.getKindCase()) {
            case STRING_VALUE -> value.getStringValue();
            case BOOL_VALUE -> value.getBoolValue();
            case NUMBER_VALUE -> toJava(value.getNumberValue());
            case STRUCT_VALUE -> new TemplateVars(value.getStructValue().getFieldsMap(), Map.of(), budget);
            case LIST_VALUE -> new Items(value.getListValue());
            case NULL_VALUE, KIND_NOT_SET -> null;
        };
    }

    /** Whole numbers without a fraction, and none with an exponent: as people write them. */
    private static Object toJava(double number) {
        long whole = (long) number;
        if (whole == number) {
            return whole;
        }
        return Double.isFinite(number)
                ? new BigDecimal(Double.toString(number)).stripTrailingZeros().toPlainString()
                : Double.toString(number);
    }

    private final class Items extends AbstractList<Object> {
        private final ListValue values;

        Items(ListValue values) {
            this.values = values;
        }

        @Override
        public Object get(int index) {
            budget.spend();
            return toJava(values.getValues(index));
        }

        @Override
        public int size() {
            return values.getValuesCount();
        }
    }
}
