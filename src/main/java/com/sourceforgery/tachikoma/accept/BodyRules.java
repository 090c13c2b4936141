package com.sourceforgery.tachikoma.accept;

import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.OutgoingEmail;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.StaticBody;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.TemplateBody;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.TemplateEngine;
import com.sourceforgery.tachikoma.template.TemplateCompiler;
import com.sourceforgery.tachikoma.template.TemplateException;
import java.util.function.Function;

/** A mail says something, and its templates compile. */
final class BodyRules {
    private BodyRules() {}

    static void check(OutgoingEmail request, Violations violations) {
        switch (request.getBodyCase()) {
            case STATIC -> check(request.getStatic(), violations);
            case TEMPLATE -> check(request.getTemplate(), violations);
            case BODY_NOT_SET -> violations.add("body", "There is neither a static body nor a template.");
        }
    }

    private static void check(StaticBody body, Violations violations) {
        if (body.getHtmlBody().isEmpty() && body.getPlaintextBody().isEmpty()) {
            violations.add("static", "There is neither an html nor a plain text body.");
        }
        TextRules.checkLine("static.subject", body.getSubject(), violations);
    }

    private static void check(TemplateBody body, Violations violations) {
        if (body.getHtmlTemplate().isEmpty() && body.getPlaintextTemplate().isEmpty()) {
            violations.add("template", "There is neither an html nor a plain text template.");
        }
        TextRules.checkLine("template.subject", body.getSubject(), violations);
        VarsRules.findProblem(body.getGlobalVars())
                .ifPresent(problem -> violations.add("template.global_vars", problem));
        TemplateEngine engine = body.getTemplatingEngine();
        if (engine == TemplateEngine.UNRECOGNIZED) {
            violations.add("template.templating_engine", "This is no template language.");
            return;
        }
        TemplateCompiler compiler = TemplateCompiler.of(engine);
        compile("template.subject", body.getSubject(), compiler::compileText, violations);
        compile("template.html_template", body.getHtmlTemplate(), compiler::compileHtml, violations);
        compile("template.plaintext_template", body.getPlaintextTemplate(), compiler::compileText, violations);
    }

    private static void compile(String field, String source, Function<String, ?> compiler, Violations violations) {
        try {
            compiler.apply(source);
        } catch (TemplateException invalid) {
            violations.add(field, invalid.getMessage());
        }
    }
}
