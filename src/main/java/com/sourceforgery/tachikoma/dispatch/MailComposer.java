package com.sourceforgery.tachikoma.dispatch;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Struct;
import com.google.protobuf.UnsafeByteOperations;
import com.google.protobuf.util.JsonFormat;
import com.sourceforgery.tachikoma.compose.Addressee;
import com.sourceforgery.tachikoma.compose.CompiledRequest;
import com.sourceforgery.tachikoma.compose.ComposedMail;
import com.sourceforgery.tachikoma.compose.ComposingFailedException;
import com.sourceforgery.tachikoma.mta.EmailMessage;
import java.util.Map;
import java.util.UUID;

/** Composes a claimed mail into what a node sends. */
public final class MailComposer {
    private final String baseUrl;
    private final String bounceDomain;

    /**
     * @param baseUrl prefix of links of accounts that have none of their own
     * @param bounceDomain domain of bounce and unsubscribe addresses, or null for each account's mail domain
     */
    public MailComposer(String baseUrl, String bounceDomain) {
        this.baseUrl = baseUrl;
        this.bounceDomain = bounceDomain;
    }

    /**
     * @param loaded row of {@link RequestCache#attach}
     * @throws ComposingFailedException when this mail cannot be composed, now or ever
     */
    public EmailMessage compose(Map<String, Object> loaded) {
        if (loaded.get("failure") != null) {
            throw new ComposingFailedException((String) loaded.get("failure"));
        }
        @SuppressWarnings("unchecked")
        Map<String, Object> mail = (Map<String, Object>) loaded.get("mail");
        ComposedMail composed = ((CompiledRequest) loaded.get("request")).compose(addressee(mail));
        return EmailMessage.newBuilder()
                .setEmailId(number(mail, "email_id"))
                .setFrom(composed.envelopeSender())
                .setEmailAddress(composed.recipient())
                .addAllBcc(composed.bcc())
                .setBodyBytes(UnsafeByteOperations.unsafeWrap(composed.body()))
                .build();
    }

    private Addressee addressee(Map<String, Object> mail) {
        String mailDomain = (String) mail.get("mail_domain");
        String ownBaseUrl = (String) mail.get("base_url");
        String name = (String) mail.get("recipient_name");
        return new Addressee(
                number(mail, "email_id"),
                UUID.fromString((String) mail.get("auto_mail_id")),
                mailDomain,
                bounceDomain == null ? mailDomain : bounceDomain,
                ownBaseUrl == null ? baseUrl : ownBaseUrl,
                number(mail, "user_id"),
                (String) mail.get("recipient"),
                (String) mail.get("recipient_override"),
                name == null ? "" : name,
                vars((String) mail.get("vars")),
                ((java.sql.Timestamp) mail.get("due_at")).toInstant());
    }

    private static Struct vars(String json) {
        if (json == null) {
            return Struct.getDefaultInstance();
        }
        try {
            Struct.Builder vars = Struct.newBuilder();
            JsonFormat.parser().merge(json, vars);
            return vars.build();
        } catch (InvalidProtocolBufferException e) {
            throw new ComposingFailedException("the recipient's variables cannot be read", e);
        }
    }

    private static long number(Map<String, Object> row, String column) {
        return ((Number) row.get(column)).longValue();
    }
}
