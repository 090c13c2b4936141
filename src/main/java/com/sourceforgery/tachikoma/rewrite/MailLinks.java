package com.sourceforgery.tachikoma.rewrite;

import com.sourceforgery.tachikoma.grpc.frontend.EmailId;
import com.sourceforgery.tachikoma.grpc.frontend.tracking.UrlTrackingData;
import com.sourceforgery.tachikoma.grpc.frontend.unsubscribe.UnsubscribeData;
import com.sourceforgery.tachikoma.links.LinkSigner;
import java.util.HashMap;
import java.util.Map;

/** The links of one mail: addresses under {@code base} whose tokens say which mail it is. For one thread. */
final class MailLinks {
    private final LinkSigner signer;
    private final String base;
    private final EmailId emailId;
    private final Map<String, String> clicks = new HashMap<>();

    /** @param base with a slash at its end */
    MailLinks(LinkSigner signer, String base, long emailId) {
        this.signer = signer;
        this.base = base;
        this.emailId = EmailId.newBuilder().setId(emailId).build();
    }

    /** Counts a click and redirects to the target. */
    String click(String target) {
        return clicks.computeIfAbsent(
                target,
                any -> base + "c/"
                        + signer.sign(UrlTrackingData.newBuilder()
                                .setEmailId(emailId)
                                .setRedirectUrl(target)
                                .build()));
    }

    /** @param redirect where a browser goes afterwards, may be empty */
    String unsubscribe(String redirect) {
        return base + "unsubscribe/"
                + signer.sign(UnsubscribeData.newBuilder()
                        .setEmailId(emailId)
                        .setRedirectUrl(redirect)
                        .build());
    }

    /** Counts an open and shows a picture of one pixel. */
    String open() {
        return base + "t/"
                + signer.sign(UrlTrackingData.newBuilder().setEmailId(emailId).build());
    }
}
