package com.sourceforgery.tachikoma.compose;

import com.google.protobuf.Struct;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.OutgoingEmail;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.StaticBody;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.TemplateBody;
import com.sourceforgery.tachikoma.template.TemplateCompiler;
import com.sourceforgery.tachikoma.template.TemplateException;
import com.sourceforgery.tachikoma.template.TextTemplate;

/**
 * Subject, html and plain text of a request, compiled.
 *
 * @param html null when the mail has none
 * @param plainText null when it is to be made from the html
 */
record MailBodies(TextTemplate subject, TextTemplate html, TextTemplate plainText, Struct globalVars) {
    /** Characters; MTAs cut off headers that are much longer, and what is cut off becomes the body. */
    private static final int MAX_SUBJECT = 4096;

    /** One recipient's texts; {@code html} is null when the mail has none. */
    record Rendered(String subject, String html, String plainText) {}

    /** @throws TemplateException when a template does not compile */
    static MailBodies compile(OutgoingEmail request) {
        return request.hasTemplate() ? compile(request.getTemplate()) : literal(request.getStatic());
    }

    private static MailBodies compile(TemplateBody body) {
        TemplateCompiler compiler = TemplateCompiler.of(body.getTemplatingEngine());
        String html = body.getHtmlTemplate();
        String plainText = body.getPlaintextTemplate();
        return new MailBodies(
                named("subject", compiler.compileText(body.getSubject())),
                html.isEmpty() ? null : named("html_template", compiler.compileHtml(html)),
                plainText.isEmpty() ? null : named("plaintext_template", compiler.compileText(plainText)),
                body.getGlobalVars());
    }

    /** The same template, which says its name when it fails. */
    private static TextTemplate named(String name, TextTemplate template) {
        return (own, global, maxLength) -> {
            try {
                return template.render(own, global, maxLength);
            } catch (TemplateException failed) {
                throw new TemplateException(name + ": " + failed.getMessage(), failed);
            }
        };
    }

    private static MailBodies literal(StaticBody body) {
        String html = body.getHtmlBody();
        String plainText = body.getPlaintextBody().isEmpty() ? HtmlToText.convert(html) : body.getPlaintextBody();
        return new MailBodies(
                TextTemplate.literal(body.getSubject()),
                html.isEmpty() ? null : TextTemplate.literal(html),
                TextTemplate.literal(plainText),
                Struct.getDefaultInstance());
    }

    /**
     * @param maxLength of html and text together, in characters
     * @throws TemplateException when a text fails or is too long
     */
    Rendered render(Struct vars, int maxLength) {
        String renderedSubject = subject.render(vars, globalVars, MAX_SUBJECT);
        String renderedHtml = html == null ? null : html.render(vars, globalVars, maxLength);
        int left = renderedHtml == null ? maxLength : maxLength - renderedHtml.length();
        String renderedText = plainText == null
                ? HtmlToText.convert(renderedHtml)
                : plainText.render(vars, globalVars, Math.max(0, left));
        return new Rendered(renderedSubject, renderedHtml, renderedText);
    }
}
