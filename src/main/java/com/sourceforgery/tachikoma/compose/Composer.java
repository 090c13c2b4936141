package com.sourceforgery.tachikoma.compose;

import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.OutgoingEmail;
import com.sourceforgery.tachikoma.links.LinkSigner;

/**
 * What composing needs besides a request and a recipient.
 *
 * @param rewriter of rendered bodies
 * @param signer of unsubscribe links
 * @param maxBodyLength characters of a mail's rendered texts together; a mail that grows beyond it is not composed
 */
public record Composer(BodyRewriter rewriter, LinkSigner signer, int maxBodyLength) {

    /**
     * Does once what is the same for all recipients.
     *
     * @param request valid, as {@code accept.RequestValidator} sees it; its recipients are ignored
     * @throws ComposingFailedException when it cannot be compiled, which validation should have prevented
     */
    public CompiledRequest compile(OutgoingEmail request) {
        return new CompiledRequest(this, request.toBuilder().clearRecipients().build());
    }
}
