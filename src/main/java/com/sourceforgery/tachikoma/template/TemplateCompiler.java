package com.sourceforgery.tachikoma.template;

import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.TemplateEngine;

/** Compiles templates of one language. Partials are not known in any: a mail is one self-contained template. */
public interface TemplateCompiler {
    /** Mustache for all values but the one that was added for real Handlebars: what clients of old are used to. */
    static TemplateCompiler of(TemplateEngine engine) {
        return engine == TemplateEngine.HANDLEBARS_JAVA ? HandlebarsCompiler.INSTANCE : MustacheCompiler.INSTANCE;
    }

    /**
     * A template whose variables are escaped for html unless it says otherwise.
     *
     * @throws TemplateException with the place of the mistake
     */
    TextTemplate compileHtml(String source);

    /**
     * A template whose variables are written as they are.
     *
     * @throws TemplateException with the place of the mistake
     */
    TextTemplate compileText(String source);
}
