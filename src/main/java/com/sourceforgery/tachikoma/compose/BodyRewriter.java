package com.sourceforgery.tachikoma.compose;

import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.OutgoingEmail;

/**
 * Rewrites the rendered bodies of one mail before they are encoded: the place for tracking links, the pixel, unsubscribe
 * marks and inline CSS. Must give the same result for the same input.
 */
public interface BodyRewriter {
    /** Leaves bodies as they are. */
    BodyRewriter NONE = new BodyRewriter() {
        @Override
        public String rewriteHtml(String html, OutgoingEmail request, Addressee addressee) {
            return html;
        }

        @Override
        public String rewritePlainText(String text, OutgoingEmail request, Addressee addressee) {
            return text;
        }
    };

    /** @param request the mail's request, without its recipients */
    String rewriteHtml(String html, OutgoingEmail request, Addressee addressee);

    /** @param request the mail's request, without its recipients */
    String rewritePlainText(String text, OutgoingEmail request, Addressee addressee);
}
