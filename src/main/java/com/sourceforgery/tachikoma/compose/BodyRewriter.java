package com.sourceforgery.tachikoma.compose;

import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.OutgoingEmail;

/** The place for tracking links, the pixel, unsubscribe marks and inline CSS. */
public interface BodyRewriter {
    /** Leaves bodies as they are. */
    BodyRewriter NONE = request -> new Rewriting() {
        @Override
        public String html(String html, Addressee addressee) {
            return html;
        }

        @Override
        public String plainText(String text, Addressee addressee) {
            return text;
        }
    };

    /** @param request without its recipients and attachments */
    Rewriting of(OutgoingEmail request);

    /**
     * Rewrites the rendered bodies of a request's mails before they are encoded. Gives the same result for the same input,
     * and is safe for use by many threads.
     */
    interface Rewriting {
        String html(String html, Addressee addressee);

        String plainText(String text, Addressee addressee);
    }
}
