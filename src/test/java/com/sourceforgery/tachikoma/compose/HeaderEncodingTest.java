package com.sourceforgery.tachikoma.compose;

import static com.sourceforgery.tachikoma.compose.ComposeFixture.JANE;
import static com.sourceforgery.tachikoma.compose.ComposeFixture.addressee;
import static com.sourceforgery.tachikoma.compose.ComposeFixture.compose;
import static com.sourceforgery.tachikoma.compose.ComposeFixture.parse;
import static com.sourceforgery.tachikoma.compose.ComposeFixture.plain;
import static com.sourceforgery.tachikoma.compose.ComposeFixture.source;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Struct;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.OutgoingEmail;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeUtility;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderEncodingTest {
    private static final String LONG_WORD = "Donaudampfschifffahrtsgesellschaft".repeat(60);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Hello",
                "Your order: \"4711\" <ready> (really), 100% = done_?",
                "Grüße aus Göteborg",
                "Zu Ihrer Bestellung 4711 vom 3. März gehört eine Rechnung, die wir Ihnen gerne auf Wunsch in Papier senden",
                "ご注文ありがとうございます。商品の発送が完了しましたのでお知らせいたします。お問い合わせ番号は下記の通りです。",
                "🎉🎉🎉 Party 👨‍👩‍👧‍👦 🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉",
                "=?UTF-8?Q?not_really?= encoded",
                "two  blanks   and    more",
                "مرحبا بك في متجرنا",
            })
    void aSubjectIsReadAsItWasWritten(String subject) throws Exception {
        byte[] mail = compose(plain(subject, "text"));

        assertEquals(
                subject, MimeUtility.decodeText(MimeUtility.unfold(parse(mail).getHeader("Subject")[0])));
        assertLinesAreShortAscii(mail);
    }

    @Test
    void aWordTooLongForALineIsCutAndReadAsOne() throws Exception {
        for (String subject : List.of(
                LONG_WORD,
                "Re: " + LONG_WORD + " end",
                "ü".repeat(1000),
                "a ".repeat(900).strip())) {
            byte[] mail = compose(plain(subject, "text"));

            assertEquals(subject, parse(mail).getSubject());
            assertLinesAreShortAscii(mail);
        }
    }

    @Test
    void onlyTheWordsThatNeedItAreEncoded() throws Exception {
        assertTrue(source(compose(plain("Order 1: Grüße aus Köln today", "text")))
                .contains("\r\nSubject: Order 1: =?UTF-8?Q?Gr=C3=BC=C3=9Fe_aus_K=C3=B6ln?= today\r\n"));
    }

    @Test
    void aSubjectOfManyWordsIsFoldedBetweenThem() throws Exception {
        String subject = "The quick brown fox jumps over the lazy dog and then does it all over again, twice";

        String mail = source(compose(plain(subject, "text")));

        assertTrue(mail.contains(
                "\r\nSubject: The quick brown fox jumps over the lazy dog and then does it all\r\n over again,"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Jane Doe",
                "Doe, Jane \"JD\" \\ (Sales) <jane@evil.example>",
                "Jané Dœ",
                "山田太郎",
                "jane@example.net",
                "=?utf-8?q?Jane?=",
                "The Honourable Jane Augusta Wilhelmina Doe of Somewhere-upon-Avon, Lady of the Manor",
                "O'Neill-Smith",
                "👩‍🚀",
            })
    void aDisplayNameIsReadAsItWasWritten(String name) throws Exception {
        OutgoingEmail.Builder request = plain("Hello", "text");
        request.getFromBuilder().setName(name);

        byte[] mail = compose(request, addressee("jane@example.org", name, Struct.getDefaultInstance()))
                .body();

        MimeMessage parsed = parse(mail);
        InternetAddress from = (InternetAddress) parsed.getFrom()[0];
        InternetAddress to = (InternetAddress) parsed.getAllRecipients()[0];
        assertEquals(name, from.getPersonal());
        assertEquals("shop@example.com", from.getAddress());
        assertEquals(name, to.getPersonal());
        assertEquals("jane@example.org", to.getAddress());
        assertEquals(1, parsed.getFrom().length);
        assertLinesAreShortAscii(mail);
    }

    @Test
    void anInternationalDomainIsWrittenInAscii() throws Exception {
        Addressee addressee = addressee("jane@bücher.example", "Jane", Struct.getDefaultInstance());

        ComposedMail mail = compose(plain("Hello", "text"), addressee);

        assertEquals("jane@xn--bcher-kva.example", mail.recipient());
        assertTrue(source(mail.body()).contains("\r\nTo: Jane <jane@xn--bcher-kva.example>\r\n"));
    }

    @Test
    void anInternationalLocalPartIsTheOnlyThingNotInAscii() throws Exception {
        Addressee addressee = addressee("用户@bücher.example", "Jané", Struct.getDefaultInstance());

        String mail = source(compose(plain("Grüße", "grün"), addressee).body());

        assertTrue(mail.contains("\r\nTo: =?UTF-8?Q?Jan=C3=A9?= <用户@xn--bcher-kva.example>\r\n"));
        assertTrue(mail.replace("用户", "").chars().allMatch(c -> c < 128));
    }

    @Test
    void aQuotedLocalPartStaysQuoted() throws Exception {
        Addressee addressee = addressee("\"jane doe\"@example.org", "", Struct.getDefaultInstance());

        ComposedMail mail = compose(plain("Hello", "text"), addressee);

        assertEquals("\"jane doe\"@example.org", mail.recipient());
        assertTrue(source(mail.body()).contains("\r\nTo: \"jane doe\"@example.org\r\n"));
    }

    @Test
    void headersOfTheClientAreFoldedEncodedAndSorted() throws Exception {
        String ids = "<" + "a".repeat(100) + "@example.com> <" + "b".repeat(100) + "@example.com>";
        OutgoingEmail.Builder request = plain("Hello", "text")
                .putAllHeaders(Map.of(
                        "References",
                        ids,
                        "List-Id",
                        "Bücher und mehr <books.example.com>",
                        "X-Campaign",
                        "Frühling",
                        "X-Long",
                        LONG_WORD));

        byte[] mail = compose(request);

        MimeMessage parsed = parse(mail);
        assertEquals(ids, MimeUtility.unfold(parsed.getHeader("References", null)));
        assertEquals("=?UTF-8?Q?B=C3=BCcher?= und mehr <books.example.com>", parsed.getHeader("List-Id", null));
        assertEquals("Frühling", MimeUtility.decodeText(parsed.getHeader("X-Campaign", null)));
        assertEquals(LONG_WORD, MimeUtility.decodeText(MimeUtility.unfold(parsed.getHeader("X-Long", null))));
        String source = source(mail);
        assertTrue(source.indexOf("\r\nList-Id") < source.indexOf("\r\nReferences"));
        assertTrue(source.indexOf("\r\nReferences") < source.indexOf("\r\nX-Campaign"));
        assertTrue(source.lines().allMatch(line -> line.length() <= 998));
    }

    @Test
    void controlCharactersCannotAddAHeader() throws Exception {
        OutgoingEmail.Builder request = plain("Hi\r\nBcc: a@evil.example\r\n\r\n\0body", "text");
        request.getFromBuilder().setName("Shop\r\nX-Evil: 1");
        request.putHeaders("X-Note", "a\n\tX-Evil: 1\u0007");
        Addressee addressee = addressee("jane@example.org", "Jane\nX-Evil: 1", JANE.vars());

        MimeMessage parsed = parse(compose(request, addressee).body());

        assertEquals("Hi Bcc: a@evil.example body", parsed.getSubject());
        assertEquals("Shop X-Evil: 1", ((InternetAddress) parsed.getFrom()[0]).getPersonal());
        assertEquals("a X-Evil: 1", parsed.getHeader("X-Note", null));
        assertEquals(null, parsed.getHeader("X-Evil"));
        assertEquals(null, parsed.getHeader("Bcc"));
    }

    @Test
    void aMailWithoutSubjectHasNoSuchHeader() throws Exception {
        assertFalse(source(compose(plain("", "text"))).contains("Subject:"));
        assertFalse(source(compose(plain("  \t ", "text"))).contains("Subject:"));
    }

    private static void assertLinesAreShortAscii(byte[] mail) {
        String source = source(mail);
        String header = source.substring(0, source.indexOf("\r\n\r\n"));
        header.lines()
                .filter(line -> !line.contains("<https://") && !line.contains("<mailto:"))
                .forEach(line -> assertTrue(line.length() <= 76, line));
        assertTrue(header.lines().noneMatch(String::isBlank));
        assertTrue(source.chars().allMatch(c -> c < 128));
    }
}
