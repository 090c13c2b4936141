package com.sourceforgery.tachikoma.reply;

import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Replies that read as if the address were dead, and it is not: taking a living address for dead is the costly error. */
class LivingAddressesTest {
    private final ReplyRules rules = ReplyRules.packaged();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "550 This mailbox rejects unknown senders",
                "550 5.7.1 Recipient does not accept mail from unknown senders",
                "550 The recipient's server was not found",
                "550 5.7.1 Your IP address is not found in DNS",
                "550 5.7.1 Address 192.0.2.1 unknown, no reverse lookup",
                "550 Sender is not a valid user",
                "550 Your email address is invalid",
                "552 5.1.1 Mailbox delivery failure policy error",
                "550 5.1.1 Too many invalid recipients",
                "550 5.1.1 Recipient address rejected: undeliverable address: connect to mx.example.org[192.0.2.1]:25: Connection refused",
                "550 5.1.1 Recipient address rejected: unverified address: lost connection",
                "450 4.1.1 User unknown",
                "550 mailbox unavailable (in reply to end of DATA command)",
                "550 5.7.1 Account reputation unknown, try later",
                "550 Recipient rejected, unknown reason",
                "550 5.2.1 Mailbox disabled",
                "550 5.1.1 User account disabled",
                "550 5.1.2 Something is wrong with the address",
                "550 5.1.3 Something is wrong with the address",
                "550 Something is wrong",
                "550 Sender has a non-existent domain",
                "550 5.1.2 your domain does not exist",
                "550 No such domain in MAIL FROM",
                "550 Your account does not exist, please authenticate",
                "550 The account you are sending from is unknown",
                "550 Reply-To address is invalid",
                "550 Your host is not known here",
                "550 The client is not known to this server",
                "550 The sending server does not have an account here",
                "550 No such user in the allow list of senders",
                "550 The IP address is not found",
                "550 Mailbox unavailable due to system maintenance",
                "550 mailbox not found because the directory server is down",
                "550 Invalid user credentials",
                "550 Adresse e-mail de l'émetteur inconnue",
                "550 Conta do remetente inexistente",
                "550 Absenderadresse unbekannt",
                "550 адрес отправителя не существует",
                "550 发件人不存在",
                "550 IP-Adresse unbekannt",
                "550 Boîte aux lettres pleine",
                "550 ящик получателя переполнен",
                "550 收件人邮箱空间不足",
                "550 Destinatario desconocido o casilla desactivada",
                "Host or domain name not found. Name service error for name=example.org type=MX: Host not found, try again",
                "Host or domain name not found. Name service error for name=example.org type=AAAA: Host found but no data record of requested type"
            })
    void theyAreNotBlocked(String text) {
        Judgement judgement = rules.judge(new Reply("", text));
        assertFalse(judgement.blocks(), judgement.toString());
    }
}
