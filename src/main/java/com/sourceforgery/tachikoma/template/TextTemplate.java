package com.sourceforgery.tachikoma.template;

import com.google.protobuf.Struct;

/** A compiled template; safe for use by many threads. */
public interface TextTemplate {
    /**
     * @param vars the variables; those of {@code own} win over those of {@code global} with the same name
     * @param maxLength of the result, in characters
     * @throws TemplateException when it cannot be rendered or the result would be longer
     */
    String render(Struct own, Struct global, int maxLength);

    /** Text without any tags. */
    static TextTemplate literal(String text) {
        return (own, global, maxLength) -> text;
    }
}
