package com.sourceforgery.tachikoma.accept;

import com.sourceforgery.tachikoma.compose.HeaderText;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.EmailRecipient;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.OutgoingEmail;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.TemplateBody;
import com.sourceforgery.tachikoma.template.TemplateCompiler;
import com.sourceforgery.tachikoma.template.TemplateException;
import com.sourceforgery.tachikoma.template.TextTemplate;

/** The subject of a request's mails as events tell it. */
final class Subject {
    private static final int MAX_LENGTH = 4096;

    private final String source;
    private final TextTemplate template;
    private final TemplateBody body;

    private Subject(String source, TextTemplate template, TemplateBody body) {
        this.source = source;
        this.template = template;
        this.body = body;
    }

    /** Of a validated request. */
    static Subject of(OutgoingEmail request) {
        if (!request.hasTemplate()) {
            return new Subject(request.getStatic().getSubject(), null, null);
        }
        TemplateBody body = request.getTemplate();
        boolean constant = !body.getSubject().contains("{{");
        TextTemplate template = constant
                ? null
                : TemplateCompiler.of(body.getTemplatingEngine()).compileText(body.getSubject());
        return new Subject(body.getSubject(), template, body);
    }

    /** The subject as it was given: what recipients without a subject of their own have. */
    String source() {
        return source;
    }

    /** What the template makes of it for one recipient; null when nothing, or when it fails: composing will say why. */
    String of(EmailRecipient recipient) {
        if (template == null) {
            return null;
        }
        try {
            return HeaderText.singleLine(
                    template.render(recipient.getTemplateVars(), body.getGlobalVars(), MAX_LENGTH));
        } catch (TemplateException told) {
            return null;
        }
    }
}
