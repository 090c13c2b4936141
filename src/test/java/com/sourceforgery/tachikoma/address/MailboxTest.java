package com.sourceforgery.tachikoma.address;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MailboxTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "jane@example.org",
                "j@e.org",
                "jane.doe+tag=1@sub.example.co.uk",
                "!#$%&'*+-/=?^_`{|}~@example.org",
                "1234567890@123.example",
                "jane@localhost",
                "\"jane doe\"@example.org",
                "\"a@b\"@example.org",
                "\"\\\"quoted\\\\\"@example.org",
                "\"\"@example.org",
                "\".a..b.\"@example.org",
                "jane@xn--bcher-kva.example",
                "jane@bücher.example",
                "jané@example.org",
                "用户@例子.广告",
                "अजय@डाटा.भारत",
                "😀@example.org",
                "o'neill@example.org",
                "a@x-y.example",
            })
    void isAnAddress(String address) {
        assertEquals(Optional.empty(), Mailbox.findProblem(address));
        Mailbox.parse(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "jane",
                "@example.org",
                "jane@",
                "jane@@example.org",
                "a@b@example.org",
                ".jane@example.org",
                "jane.@example.org",
                "ja..ne@example.org",
                "jane doe@example.org",
                "jane\t@example.org",
                "Jane <jane@example.org>",
                "<jane@example.org>",
                "jane@example.org,joe@example.org",
                "jane@example.org\r\nBcc: a@b.example",
                "jane\r\n@example.org",
                "jane\0@example.org",
                "jane@exam\0ple.org",
                "jane@example.org ",
                " jane@example.org",
                "jane@-example.org",
                "jane@example-.org",
                "jane@exam_ple.org",
                "jane@exam ple.org",
                "jane@example..org",
                "jane@.example.org",
                "jane@example.org.",
                "jane@[192.0.2.1]",
                "jane@192.0.2.1",
                "jane(comment)@example.org",
                "\"jane@example.org",
                "\"ja\"ne\"@example.org",
                "\"jane\\\"@example.org",
                "\"@example.org",
                "\"ja\r\nne\"@example.org",
                "ja\u00a0ne@example.org",
                "ja\u2028ne@example.org",
                "ja\u0085ne@example.org",
                "jane@ex\u2028ample.org",
                "jane@\u00fc\u0000.example",
                "ja\ud83dne@example.org",
            })
    void isNoAddress(String address) {
        assertTrue(Mailbox.findProblem(address).isPresent());
        assertThrows(IllegalArgumentException.class, () -> Mailbox.parse(address));
    }

    @Test
    void lengthsAreThoseOfSmtp() {
        assertValid("a".repeat(64) + "@example.org", true);
        assertValid("a".repeat(65) + "@example.org", false);
        assertValid("é".repeat(32) + "@example.org", true);
        assertValid("é".repeat(33) + "@example.org", false);
        assertValid("a@" + "b".repeat(63) + ".org", true);
        assertValid("a@" + "b".repeat(64) + ".org", false);
        String domain = ("b".repeat(61) + ".").repeat(3);
        assertValid("a".repeat(64) + "@" + domain + "com", true);
        assertValid("a".repeat(64) + "@" + domain + "info", false);
        assertValid("a@" + "ü".repeat(60) + ".example", false);
    }

    @ParameterizedTest
    @CsvSource({
        "Jane@Example.ORG, Jane@example.org",
        "jane@BÜCHER.example, jane@xn--bcher-kva.example",
        "jane@例子.广告, jane@xn--fsqu00a.xn--4rr70v",
    })
    void aDomainIsKeptInAsciiAndLowerCaseTheLocalPartAsItIs(String given, String kept) {
        assertEquals(kept, Mailbox.parse(given).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"jane@straße.example", "jane@ς.example", "jane@a\u200db.example"})
    void domainsThatTwoStandardsReadDifferentlyMustBeGivenInAscii(String address) {
        assertEquals(
                Optional.of("has a domain that must be given in its ASCII form (xn--…)"), Mailbox.findProblem(address));
    }

    @Test
    void onlyAnInternationalLocalPartNeedsSmtpUtf8() {
        assertFalse(Mailbox.parse("jane@bücher.example").needsSmtpUtf8());
        assertTrue(Mailbox.parse("jané@example.org").needsSmtpUtf8());
    }

    private static void assertValid(String address, boolean valid) {
        assertEquals(valid, Mailbox.findProblem(address).isEmpty(), address);
    }
}
