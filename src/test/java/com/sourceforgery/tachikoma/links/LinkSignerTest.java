package com.sourceforgery.tachikoma.links;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sourceforgery.tachikoma.grpc.frontend.EmailId;
import com.sourceforgery.tachikoma.grpc.frontend.tracking.UrlSignedMessage;
import com.sourceforgery.tachikoma.grpc.frontend.tracking.UrlTrackingData;
import com.sourceforgery.tachikoma.grpc.frontend.unsubscribe.UnsubscribeData;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LinkSignerTest {
    private static final EmailId ID = EmailId.newBuilder().setId(4711).build();
    private static final UrlTrackingData CLICK = UrlTrackingData.newBuilder()
            .setEmailId(ID)
            .setRedirectUrl("https://shop.example/?a=b")
            .build();
    private static final UnsubscribeData UNSUBSCRIBE =
            UnsubscribeData.newBuilder().setEmailId(ID).build();

    private final LinkSigner signer = new LinkSigner(List.of("new", "old"));

    @Test
    void aTokenSaysWhatWasSigned() {
        assertEquals(Optional.of(CLICK), signer.verifyTracking(signer.sign(CLICK)));
        assertEquals(Optional.of(UNSUBSCRIBE), signer.verifyUnsubscribe(signer.sign(UNSUBSCRIBE)));
    }

    @Test
    void aTokenIsSafeInUrls() {
        assertTrue(signer.sign(CLICK).matches("[A-Za-z0-9_-]+"));
    }

    @Test
    void theSameLinkIsTheSameToken() {
        assertEquals(signer.sign(CLICK), new LinkSigner(List.of("new")).sign(CLICK));
    }

    @Test
    void tokensOfOlderKeysAreStillGood() {
        assertEquals(Optional.of(CLICK), signer.verifyTracking(new LinkSigner(List.of("old")).sign(CLICK)));
        assertEquals(Optional.empty(), new LinkSigner(List.of("old")).verifyTracking(signer.sign(CLICK)));
    }

    @Test
    void aTokenOfOneKindIsNoneOfAnother() {
        UrlTrackingData open = UrlTrackingData.newBuilder().setEmailId(ID).build();
        assertEquals(UNSUBSCRIBE.toByteString(), open.toByteString());

        assertEquals(Optional.empty(), signer.verifyUnsubscribe(signer.sign(open)));
        assertEquals(Optional.empty(), signer.verifyTracking(signer.sign(UNSUBSCRIBE)));
    }

    @Test
    void noChangedCharacterIsAccepted() throws Exception {
        String token = signer.sign(CLICK);
        for (int i = 0; i < token.length(); i++) {
            String changed = token.substring(0, i) + (token.charAt(i) == 'A' ? 'B' : 'A') + token.substring(i + 1);
            // the last character holds unused bits: what still decodes to the same bytes is the same token
            signer.verifyTracking(changed).ifPresent(accepted -> assertEquals(decode(token), decode(changed)));
        }
    }

    @Test
    void whatIsNoTokenIsRefused() throws Exception {
        String forged = Base64.getUrlEncoder()
                .encodeToString(UrlSignedMessage.newBuilder()
                        .setMessage(CLICK.toByteString())
                        .build()
                        .toByteArray());
        for (String token :
                List.of("", "A", "!", "%%%", "AAAA", forged, signer.sign(CLICK).substring(4))) {
            assertEquals(Optional.empty(), signer.verifyTracking(token), token);
            assertEquals(Optional.empty(), signer.verifyUnsubscribe(token), token);
        }
    }

    @Test
    void withoutKeyNothingIsSigned() {
        assertThrows(IllegalArgumentException.class, () -> new LinkSigner(List.of()));
    }

    private static UrlSignedMessage decode(String token) {
        try {
            return UrlSignedMessage.parseFrom(Base64.getUrlDecoder().decode(token));
        } catch (com.google.protobuf.InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }
}
