package com.sourceforgery.tachikoma.rewrite;

import static com.sourceforgery.tachikoma.rewrite.RewriteFixture.links;
import static com.sourceforgery.tachikoma.rewrite.RewriteFixture.plainText;
import static com.sourceforgery.tachikoma.rewrite.RewriteFixture.readable;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sourceforgery.tachikoma.compose.ComposeFixture;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.OutgoingEmail;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnsubscribeLinksTest {
    private static final OutgoingEmail.Builder REQUEST = ComposeFixture.html("x");

    @Test
    void aMarkInALinkIsTheUnsubscribeLink() {
        assertEquals("<a href=\"{unsubscribe}\">bye</a>", links("<a href=\"*|UNSUB|*\">bye</a>"));
    }

    @Test
    void aMarkCanNameWhereToGoAfterwards() {
        assertEquals(
                "<a href='{unsubscribe https://example.com/bye?a=1&b=2}'>bye</a>",
                links("<a href='*|UNSUB:https://example.com/bye?a=1&amp;b=2|*'>bye</a>"));
    }

    @Test
    void marksInPlainTextAreLinks() {
        assertEquals(
                "Bye: {unsubscribe}, or ({unsubscribe https://example.com/bye})\r\nhttps://x.example/",
                readable(plainText(
                        "Bye: *|UNSUB|*, or (*|UNSUB:https://example.com/bye|*)\r\nhttps://x.example/", REQUEST)));
    }

    @Test
    void theRequestsRedirectIsForMarksWithoutOne() {
        OutgoingEmail.Builder request =
                ComposeFixture.html("x").setUnsubscribeRedirectUri("https://example.com/default");

        assertEquals(
                "{unsubscribe https://example.com/default} {unsubscribe https://example.com/own}",
                readable(plainText("*|UNSUB|* *|UNSUB:https://example.com/own|*", request)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"*|UNSUB:|*", "*|UNSUB:javascript:alert(1)|*", "*|UNSUB:/bye|*", "*%7CUNSUB%7c*", "*|UNSUB |*"})
    void aMarkThatNamesNoWebAddressIsOneWithoutRedirect(String mark) {
        assertEquals("<a href=\"{unsubscribe}\">bye</a>", links("<a href=\" " + mark + " \">bye</a>"));
        assertEquals("{unsubscribe}.", readable(plainText(mark + ".", REQUEST)));
    }

    @Test
    void whatIsNoMarkStays() {
        String source = "*|UNSUBSCRIBE|* *|unsub|* * |UNSUB|* *|UNSUB: https://a.example b|* *|LIST|* |UNSUB|";
        assertEquals(source, plainText(source, REQUEST));
        String link = "<a href=\"x*|UNSUB|*\">*|LIST|*</a>";
        assertEquals(link, links(link));
    }

    @Test
    void anEndlessRowOfOpenedMarksIsReadInLinearTime() {
        for (String opened : List.of("*|UNSUB:", "*%7CUNSUB:", "*%7CUNSUB:%", "*|UNSUB ")) {
            String source = opened.repeat(200_000);
            assertEquals(source, plainText(source, REQUEST));
        }
    }

    @Test
    void theOutlookButtonCanBeTheUnsubscribeLink() {
        assertEquals(
                "<!--[if mso]><v:rect href=\"{unsubscribe}\"></v:rect><![endif]-->",
                links("<!--[if mso]><v:rect href=\"*|UNSUB|*\"></v:rect><![endif]-->"));
    }
}
