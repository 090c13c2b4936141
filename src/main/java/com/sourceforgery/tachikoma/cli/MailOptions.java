package com.sourceforgery.tachikoma.cli;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import com.sourceforgery.tachikoma.grpc.frontend.Attachment;
import com.sourceforgery.tachikoma.grpc.frontend.NamedEmailAddress;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.EmailRecipient;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.OutgoingEmail;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.StaticBody;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.TemplateBody;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.TemplateEngine;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.io.IOException;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options that make up a mail. */
final class MailOptions {
    @Option(
            names = "--request",
            paramLabel = "FILE",
            description = "The whole request as JSON, as in examples/; other options change or add to it.")
    private Path request;

    @Option(
            names = "--from",
            paramLabel = "ADDRESS",
            description = "Sender, of the URL's domain: ada@example.com or 'Ada <ada@example.com>'.")
    private String from;

    @Option(
            names = "--to",
            paramLabel = "ADDRESS",
            description = "Recipient; repeat it for more, each gets a mail of its own.")
    private List<String> to = List.of();

    @Option(names = "--subject", paramLabel = "TEXT", description = "Subject; a template too with --template.")
    private String subject;

    @Option(
            names = "--text",
            paramLabel = "FILE",
            description = "Plain text; with --template a template. - is standard input.")
    private Path text;

    @Option(names = "--html", paramLabel = "FILE", description = "HTML; without --text the plain text is made from it.")
    private Path html;

    @Option(names = "--template", paramLabel = "FILE", description = "HTML as a mustache template, in place of --html.")
    private Path template;

    @Option(names = "--vars", paramLabel = "JSON", description = "Values for the template: '{\"name\": \"Ada\"}'.")
    private String vars;

    @Option(names = "--attach", paramLabel = "FILE", description = "Attachment; repeat it for more.")
    private List<Path> attachments = List.of();

    @Option(
            names = "--at",
            paramLabel = "TIME",
            description = "Send later: 2026-05-01T08:00, 2026-05-01T08:00:00Z, or +10m (s, m, h, d).")
    private String at;

    @Option(names = "--tag", paramLabel = "TEXT", description = "Tag that comes back in events; repeat it for more.")
    private List<String> tags = List.of();

    /**
     * The request that the options ask for.
     *
     * @throws CommandFailure when one makes no sense
     */
    OutgoingEmail toRequest() {
        OutgoingEmail.Builder mail = OutgoingEmail.newBuilder();
        if (request != null) {
            parse("--request " + request, read(request), mail);
        }
        if (from != null) {
            mail.setFrom(address("--from", from));
        }
        to.forEach(
                recipient -> mail.addRecipients(EmailRecipient.newBuilder().setNamedEmail(address("--to", recipient))));
        addBody(mail);
        attachments.forEach(file -> mail.addAttachments(attachment(file)));
        if (at != null) {
            mail.setSendAt(PointInTime.timestamp("--at", at));
        }
        mail.getTrackingDataBuilder().addAllTags(tags);
        if (!mail.hasFrom() || mail.getRecipientsCount() == 0) {
            throw new CommandFailure("A mail needs --from and --to.");
        }
        return mail.build();
    }

    private void addBody(OutgoingEmail.Builder mail) {
        if (template != null && html != null || template == null && vars != null) {
            throw new CommandFailure("--template stands in place of --html, and --vars is of use only with it.");
        }
        if (template != null) {
            TemplateBody.Builder body = mail.getTemplateBuilder()
                    .setTemplatingEngine(TemplateEngine.MUSTASCH)
                    .setHtmlTemplate(read(template));
            Optional.ofNullable(text).ifPresent(file -> body.setPlaintextTemplate(read(file)));
            Optional.ofNullable(subject).ifPresent(body::setSubject);
            Optional.ofNullable(vars).ifPresent(json -> parse("--vars", json, body.getGlobalVarsBuilder()));
        } else if (html != null || text != null) {
            StaticBody.Builder body = mail.getStaticBuilder();
            Optional.ofNullable(html).ifPresent(file -> body.setHtmlBody(read(file)));
            Optional.ofNullable(text).ifPresent(file -> body.setPlaintextBody(read(file)));
            Optional.ofNullable(subject).ifPresent(body::setSubject);
        } else if (mail.getBodyCase() == OutgoingEmail.BodyCase.BODY_NOT_SET) {
            throw new CommandFailure("A mail needs a body: --text FILE, --html FILE or --template FILE.");
        }
    }

    private static NamedEmailAddress address(String option, String text) {
        try {
            InternetAddress address = new InternetAddress(text, true);
            NamedEmailAddress.Builder named = NamedEmailAddress.newBuilder().setEmail(address.getAddress());
            Optional.ofNullable(address.getPersonal()).ifPresent(named::setName);
            return named.build();
        } catch (AddressException e) {
            throw new CommandFailure(option + " is '" + text + "', which is no address: " + e.getMessage() + ".");
        }
    }

    private static Attachment attachment(Path file) {
        String name = file.getFileName().toString();
        return Attachment.newBuilder()
                .setFileName(name)
                .setContentType(Optional.ofNullable(URLConnection.guessContentTypeFromName(name))
                        .orElse("application/octet-stream"))
                .setData(ByteString.copyFrom(bytes(file)))
                .build();
    }

    private static void parse(String what, String json, Message.Builder target) {
        try {
            JsonFormat.parser().merge(json, target);
        } catch (InvalidProtocolBufferException e) {
            throw new CommandFailure(what + " cannot be read as JSON: " + e.getMessage() + ".");
        }
    }

    private static String read(Path file) {
        return new String(bytes(file), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(Path file) {
        try {
            return file.toString().equals("-") ? System.in.readAllBytes() : Files.readAllBytes(file);
        } catch (IOException e) {
            throw new CommandFailure("The file " + file + " cannot be read.");
        }
    }
}
