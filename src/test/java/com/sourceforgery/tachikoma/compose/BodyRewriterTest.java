package com.sourceforgery.tachikoma.compose;

import static com.sourceforgery.tachikoma.compose.ComposeFixture.JANE;
import static com.sourceforgery.tachikoma.compose.ComposeFixture.SIGNER;
import static com.sourceforgery.tachikoma.compose.ComposeFixture.parse;
import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.mail.Multipart;
import org.junit.jupiter.api.Test;

class BodyRewriterTest {
    private static final BodyRewriter MARKING = request -> new BodyRewriter.Rewriting() {
        @Override
        public String html(String html, Addressee addressee) {
            return html + "<!-- " + addressee.emailId() + request.getStatic().getSubject() + " -->";
        }

        @Override
        public String plainText(String text, Addressee addressee) {
            return text + "-" + addressee.emailId();
        }
    };

    @Test
    void bothTextsAreRewrittenAfterThePlainTextWasMade() throws Exception {
        Composer composer = new Composer(MARKING, SIGNER, 1000);

        byte[] mail = composer.compile(ComposeFixture.html("<b>Hi</b>").build())
                .compose(JANE)
                .body();

        Multipart texts = (Multipart) parse(mail).getContent();
        assertEquals("Hi\r\n-4711", texts.getBodyPart(0).getContent());
        assertEquals("<b>Hi</b><!-- 4711Hello -->", texts.getBodyPart(1).getContent());
    }
}
