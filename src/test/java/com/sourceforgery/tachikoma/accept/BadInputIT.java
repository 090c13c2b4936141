package com.sourceforgery.tachikoma.accept;

import static com.sourceforgery.tachikoma.testsupport.Refusals.assertRefused;

import com.google.protobuf.ByteString;
import com.sourceforgery.tachikoma.grpc.frontend.Attachment;
import com.sourceforgery.tachikoma.grpc.frontend.EmailAddress;
import com.sourceforgery.tachikoma.grpc.frontend.NamedEmailAddress;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.EmailRecipient;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.OutgoingEmail;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.StaticBody;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.TemplateBody;
import com.sourceforgery.tachikoma.testsupport.Installation;
import com.sourceforgery.tachikoma.testsupport.Mails;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A mail that breaks a rule is refused with its field and the rule, and nothing of it is stored. */
class BadInputIT {
    @RegisterExtension
    static final Installation installation = Installation.ofWebserver();

    @AfterEach
    void nothingIsStored() {
        MailTables.assertEmpty(installation.database());
    }

    private static Arguments mail(String name, Consumer<OutgoingEmail.Builder> mistake, String answer) {
        OutgoingEmail.Builder mail = Mails.to("ada@world.example");
        mistake.accept(mail);
        return Arguments.of(name, mail.build(), answer);
    }

    private static Attachment attachment(String fileName) {
        return Attachment.newBuilder()
                .setContentType("text/plain")
                .setFileName(fileName)
                .setData(ByteString.copyFromUtf8("text"))
                .build();
    }

    private static Consumer<OutgoingEmail.Builder> recipient(String address, String name) {
        return mail -> mail.getRecipientsBuilder(0)
                .setNamedEmail(NamedEmailAddress.newBuilder().setEmail(address).setName(name));
    }

    private static Consumer<OutgoingEmail.Builder> template(String html) {
        return mail -> mail.setTemplate(TemplateBody.newBuilder().setHtmlTemplate(html));
    }

    static Stream<Arguments> wrongMails() {
        String lineEnd = "There is a line end or a NUL character in it.";
        return Stream.of(
                mail(
                        "foreign From",
                        mail -> mail.getFromBuilder().setEmail("shop@example.net"),
                        "PERMISSION_DENIED: from.email: The sender's domain must be example.com."),
                mail(
                        "reply-to of another domain",
                        mail -> mail.getReplyToBuilder().setEmail("shop@example.net"),
                        "INVALID_ARGUMENT: reply_to.email: The domain that answers go to must be example.com."),
                mail(
                        "no body",
                        OutgoingEmail.Builder::clearBody,
                        "INVALID_ARGUMENT: body: There is neither a static body nor a template."),
                mail(
                        "empty body",
                        mail -> mail.setStatic(StaticBody.newBuilder().setSubject("Nothing")),
                        "INVALID_ARGUMENT: static: There is neither an html nor a plain text body."),
                mail(
                        "no recipient",
                        OutgoingEmail.Builder::clearRecipients,
                        "INVALID_ARGUMENT: recipients: There is no recipient."),
                mail(
                        "broken template",
                        template("Hi\n{{#name}}"),
                        "INVALID_ARGUMENT: template.html_template: Section missing close tag 'name' @ line 2"),
                mail(
                        "partial",
                        template("{{> footer}}"),
                        "INVALID_ARGUMENT: template.html_template: The template uses the partial {{>footer}}, and there are none."),
                mail(
                        "unknown time zone",
                        mail -> mail.setTimeZone("Europe/Atlantis"),
                        "INVALID_ARGUMENT: time_zone: The time zone is unknown."),
                mail(
                        "CR LF in the subject",
                        mail -> mail.getStaticBuilder().setSubject("Hi\r\nBcc: eve@evil.example"),
                        "INVALID_ARGUMENT: static.subject: " + lineEnd),
                mail(
                        "CR LF in the sender's name",
                        mail -> mail.getFromBuilder().setName("Shop\r\nBcc: eve@evil.example"),
                        "INVALID_ARGUMENT: from.name: " + lineEnd),
                mail(
                        "CR LF in the recipient's name",
                        recipient("ada@world.example", "Ada\r\nBcc: eve@evil.example"),
                        "INVALID_ARGUMENT: recipients[0].named_email.name: " + lineEnd),
                mail(
                        "CR LF in a header",
                        mail -> mail.putHeaders("X-Order", "7\r\nBcc: eve@evil.example"),
                        "INVALID_ARGUMENT: headers[X-Order]: " + lineEnd),
                mail(
                        "CR LF in a header's name",
                        mail -> mail.putHeaders("X-Order\r\nBcc", "7"),
                        "INVALID_ARGUMENT: headers[X-Order??Bcc]: This is no header name."),
                mail(
                        "CR LF in a file name",
                        mail -> mail.addAttachments(attachment("a\r\nContent-Type: text/html")),
                        "INVALID_ARGUMENT: attachments[0].file_name: " + lineEnd),
                mail(
                        "CR LF in an address",
                        recipient("ada\r\n@world.example", ""),
                        "INVALID_ARGUMENT: recipients[0].named_email.email: The address has a part before the @ that is not valid."),
                mail(
                        "CR LF in the sender's address",
                        mail -> mail.getFromBuilder().setEmail("a@example.com\r\n"),
                        "INVALID_ARGUMENT: from.email: The address has a domain that is not a valid domain name."),
                mail(
                        "no @",
                        recipient("ada", ""),
                        "INVALID_ARGUMENT: recipients[0].named_email.email: The address has no @."),
                mail(
                        "no address",
                        recipient("", ""),
                        "INVALID_ARGUMENT: recipients[0].named_email.email: The address is missing."),
                mail(
                        "two dots",
                        recipient("ada..b@world.example", ""),
                        "INVALID_ARGUMENT: recipients[0].named_email.email: The address has a part before the @ that is not valid."),
                mail(
                        "a domain with a blank",
                        recipient("ada@wor ld.example", ""),
                        "INVALID_ARGUMENT: recipients[0].named_email.email: The address has a domain that is not a valid domain name."),
                mail(
                        "an address literal",
                        recipient("ada@[192.0.2.1]", ""),
                        "INVALID_ARGUMENT: recipients[0].named_email.email: The address has a domain that is not a valid domain name."),
                mail(
                        "a bcc that is none",
                        mail -> mail.addBcc(EmailAddress.newBuilder().setEmail("<ada@world.example>")),
                        "INVALID_ARGUMENT: bcc[0].email: The address has a part before the @ that is not valid."),
                mail(
                        "From in headers",
                        mail -> mail.putHeaders("From", "ceo@example.com"),
                        "INVALID_ARGUMENT: headers[From]: Only the server sets this header."),
                mail(
                        "list-unsubscribe in headers",
                        mail -> mail.putHeaders("list-unsubscribe-post", "x"),
                        "INVALID_ARGUMENT: headers[list-unsubscribe-post]: Only the server sets this header."),
                mail(
                        "26 MB attachment",
                        mail -> mail.addAttachments(
                                attachment("big").toBuilder().setData(ByteString.copyFrom(new byte[26 * 1024 * 1024]))),
                        "RESOURCE_EXHAUSTED: attachments: Bodies and attachments have 27263010 bytes, the limit is 26214400."),
                mail(
                        "100,001 recipients",
                        mail -> {
                            EmailRecipient recipient = mail.getRecipients(0);
                            for (int i = 0; i < 100_000; i++) {
                                mail.addRecipients(recipient);
                            }
                        },
                        "RESOURCE_EXHAUSTED: recipients: There are 100001, the limit is 100000."));
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("wrongMails")
    void aMailThatBreaksARuleIsRefusedWithTheFieldNamed(String name, OutgoingEmail mail, String answer) {
        assertRefused(answer, () -> installation.delivery().sendEmailUnary(mail));
        assertRefused(answer, () -> installation.delivery().sendEmail(mail).next());
    }
}
