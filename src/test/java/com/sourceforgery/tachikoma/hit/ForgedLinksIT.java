package com.sourceforgery.tachikoma.hit;

import static com.sourceforgery.tachikoma.hit.Pages.assertPage;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sourceforgery.tachikoma.testsupport.Installation;
import com.sourceforgery.tachikoma.testsupport.MailLinks;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A link that was not made here leads nowhere and counts nothing. */
class ForgedLinksIT {
    private static final String TARGET = "https://shop.example/offer?id=7&name=%C3%A5#top";

    @RegisterExtension
    static final Installation installation =
            Installation.ofWebserver().with("LINK_SIGN_KEY", MailLinks.KEY + ",key of last year");

    static final MailLinks links = new MailLinks(installation.port());

    private final SentMail mail = new SentMail(installation);

    static Stream<Function<Long, String>> brokenLinks() {
        MailLinks forger = new MailLinks(0, "key of a forger");
        return Stream.of(
                mail -> forger.pixel(mail),
                mail -> forger.click(mail, TARGET),
                mail -> forger.unsubscribe(mail, ""),
                mail -> links.pixel(mail).replaceFirst(".$", ""),
                mail -> links.click(mail, TARGET).replaceFirst(".{9}$", ""),
                mail -> links.unsubscribe(mail, "").substring(0, 30),
                mail -> links.click(mail, TARGET) + "AAAA",
                mail -> links.click(mail, TARGET).replace("/c/", "/t/"),
                mail -> links.pixel(mail).replace("/t/", "/c/"),
                mail -> links.unsubscribe(mail, TARGET).replace("/unsubscribe/", "/c/"),
                mail -> links.click(mail, TARGET).replace("/c/", "/unsubscribe/"),
                mail -> "/c/a",
                mail -> "/t/%00%0d%0a",
                mail -> "/abuse/17",
                mail -> links.click(mail, "javascript:alert(1)"),
                mail -> links.click(mail, "//evil.example/"),
                mail -> links.click(mail, "/offer"),
                mail -> links.click(mail, "https:///offer"),
                mail -> links.click(mail, "data:text/html,x"),
                mail -> links.click(mail, "https://shop.example/\r\nSet-Cookie: a=b"),
                mail -> links.click(mail, "https://shop.example/\0"),
                mail -> links.click(mail, " https://shop.example/"));
    }

    @ParameterizedTest
    @MethodSource("brokenLinks")
    void aLinkThatWasNotMadeHereLeadsNowhereAndCountsNothing(Function<Long, String> link) throws Exception {
        HttpResponse<String> answer = links.get(link.apply(mail.id()), "Accept-Language", "sv");

        assertPage(404, "sv", "Länken fungerar inte", answer);
        assertEquals(List.of(), answer.headers().allValues("location"));
        mail.assertNothingCounted();
    }

    @Test
    void aForgedUnsubscribeUnsubscribesNobody() throws Exception {
        MailLinks forger = new MailLinks(installation.port(), "key of a forger");

        assertPage(
                404,
                "en",
                "This link does not work",
                links.post(forger.unsubscribe(mail.id(), ""), "List-Unsubscribe=One-Click"));
        mail.assertNothingCounted();
    }
}
