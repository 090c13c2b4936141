package com.sourceforgery.tachikoma.rewrite;

import com.sourceforgery.tachikoma.compose.Addressee;
import com.sourceforgery.tachikoma.compose.ComposeFixture;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.OutgoingEmail;
import com.sourceforgery.tachikoma.grpc.frontend.tracking.UrlTrackingData;
import com.sourceforgery.tachikoma.grpc.frontend.unsubscribe.UnsubscribeData;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Bodies as {@link TrackedBodies} leaves them, with their tokens read back. */
final class RewriteFixture {
    static final String BASE = ComposeFixture.JANE.baseUrl();
    private static final Pattern PIXEL = Pattern.compile("<img src=\"[^\"]*/t/([A-Za-z0-9_-]+)\"[^>]*>");
    private static final Pattern CLICK = Pattern.compile("https?://[^\\s\"'<>]*?/c/([A-Za-z0-9_-]+)");
    private static final Pattern UNSUBSCRIBE = Pattern.compile("https?://[^\\s\"'<>]*?/unsubscribe/([A-Za-z0-9_-]+)");

    private RewriteFixture() {}

    static String html(String html) {
        return html(html, ComposeFixture.html(html), ComposeFixture.JANE);
    }

    static String html(String html, OutgoingEmail.Builder request, Addressee addressee) {
        return new TrackedBodies(ComposeFixture.SIGNER).of(request.build()).html(html, addressee);
    }

    /** As {@code inline_css} leaves it, without the pixel. */
    static String inlined(String html) {
        return readable(html(html, ComposeFixture.html(html).setInlineCss(true), ComposeFixture.JANE))
                .replace("{pixel}", "");
    }

    static String plainText(String text, OutgoingEmail.Builder request) {
        return new TrackedBodies(ComposeFixture.SIGNER).of(request.build()).plainText(text, ComposeFixture.JANE);
    }

    /** With {@code {click TARGET}}, {@code {unsubscribe REDIRECT}} and {@code {pixel}} in place of links and pixel. */
    static String readable(String rewritten) {
        String pixel = PIXEL.matcher(rewritten).replaceAll("{pixel}");
        String clicks = CLICK.matcher(pixel)
                .replaceAll(link -> Matcher.quoteReplacement(
                        "{click " + click(link.group(1)).getRedirectUrl() + "}"));
        return UNSUBSCRIBE
                .matcher(clicks)
                .replaceAll(link -> Matcher.quoteReplacement(
                        ("{unsubscribe " + unsubscribe(link.group(1)).getRedirectUrl()).strip() + "}"));
    }

    /** The same without the pixel. */
    static String links(String html) {
        return readable(html(html)).replace("{pixel}", "");
    }

    static String withoutPixel(String html) {
        return PIXEL.matcher(html).replaceAll("");
    }

    static UrlTrackingData click(String token) {
        return ComposeFixture.SIGNER.verifyTracking(token).orElseThrow();
    }

    static UnsubscribeData unsubscribe(String token) {
        return ComposeFixture.SIGNER.verifyUnsubscribe(token).orElseThrow();
    }
}
