package com.sourceforgery.tachikoma.compose;

import com.sourceforgery.tachikoma.address.Mailbox;
import com.sourceforgery.tachikoma.compose.MimePart.Leaf;
import com.sourceforgery.tachikoma.compose.MimePart.Multipart;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.OutgoingEmail;
import com.sourceforgery.tachikoma.template.TemplateException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A request whose templates are compiled and whose attachments are encoded; composes the mail of each recipient. Immutable
 * and safe for use by many threads. The same recipient gives the same bytes, in any process.
 */
public final class CompiledRequest {
    private final BodyRewriter.Rewriting rewriting;
    private final MailHeader mailHeader;
    private final MailBodies bodies;
    private final List<Leaf> attachments;
    private final List<Leaf> related;
    private final List<String> bcc;
    private final long textBytes;
    private final long attachedBytes;
    private final int maxBodyLength;

    CompiledRequest(Composer composer, OutgoingEmail request) {
        try {
            this.mailHeader = new MailHeader(request, composer.signer());
            this.bodies = MailBodies.compile(request);
            this.bcc = request.getBccList().stream()
                    .map(address -> Mailbox.parse(address.getEmail()).toString())
                    .toList();
        } catch (TemplateException | IllegalArgumentException invalid) {
            throw new ComposingFailedException(invalid.getMessage(), invalid);
        }
        this.attachments = request.getAttachmentsList().stream()
                .map(AttachmentEncoder::encode)
                .toList();
        this.related = request.getRelatedAttachmentsList().stream()
                .map(AttachmentEncoder::encode)
                .toList();
        OutgoingEmail texts =
                request.toBuilder().clearAttachments().clearRelatedAttachments().build();
        this.rewriting = composer.rewriter().of(texts);
        this.textBytes = texts.getSerializedSize();
        this.attachedBytes = Stream.concat(attachments.stream(), related.stream())
                .mapToLong(Leaf::size)
                .sum();
        this.maxBodyLength = composer.maxBodyLength();
    }

    /** Memory it holds, in bytes, roughly: for a cache that is bounded by them. */
    public long weightBytes() {
        // a compiled template or the plan of its links is several times its source; the constant stands for the objects
        // around it
        return attachedBytes + 6 * textBytes + 4096;
    }

    /** @throws ComposingFailedException when a template fails for this recipient or the mail gets too large */
    public ComposedMail compose(Addressee addressee) {
        Mailbox to = recipient(addressee);
        return new ComposedMail(
                writeMessage(addressee, to),
                "bounce-" + addressee.autoMailId() + "@" + addressee.bounceDomain(),
                to.toString(),
                addressee.recipientOverride() == null ? copiesBeside(to) : List.of());
    }

    private static Mailbox recipient(Addressee addressee) {
        try {
            return Mailbox.parse(addressee.deliveryAddress());
        } catch (IllegalArgumentException invalid) {
            throw new ComposingFailedException(invalid.getMessage() + ".", invalid);
        }
    }

    /** Each further address once: an override replaces them all, and a repeated recipient is one delivery to an MTA. */
    private List<String> copiesBeside(Mailbox to) {
        Set<String> copies = new LinkedHashSet<>(bcc);
        copies.remove(to.toString());
        return List.copyOf(copies);
    }

    private byte[] writeMessage(Addressee addressee, Mailbox to) {
        MailBodies.Rendered rendered = render(addressee);
        MimePart body = assemble(addressee, rendered);
        String header = mailHeader.of(addressee, to, rendered.subject()) + "MIME-Version: 1.0\r\n" + body.header();
        ByteArrayOutputStream out = new ByteArrayOutputStream((int) (header.length() + body.size()));
        // UTF-8 for international local parts (RFC 6532), all else is ASCII
        out.writeBytes((header + "\r\n").getBytes(StandardCharsets.UTF_8));
        body.writeBody(out);
        if (!body.endsLine()) {
            out.writeBytes(new byte[] {'\r', '\n'});
        }
        return out.toByteArray();
    }

    private MimePart assemble(Addressee addressee, MailBodies.Rendered rendered) {
        String seed = addressee.autoMailId().toString();
        MimePart body = Leaf.text("plain", rewriting.plainText(rendered.plainText(), addressee));
        if (rendered.html() != null) {
            MimePart html = Leaf.text("html", rewriting.html(rendered.html(), addressee));
            body = Multipart.wrap("alternative", seed, body, List.of(html));
        }
        return Multipart.wrap("mixed", seed, Multipart.wrap("related", seed, body, related), attachments);
    }

    private MailBodies.Rendered render(Addressee addressee) {
        try {
            return bodies.render(addressee.vars(), maxBodyLength);
        } catch (TemplateException failed) {
            throw new ComposingFailedException(failed.getMessage(), failed);
        }
    }
}
