package com.sourceforgery.tachikoma.accept;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import com.google.gson.stream.JsonWriter;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Struct;
import com.google.protobuf.util.JsonFormat;
import com.sourceforgery.tachikoma.account.Caller;
import com.sourceforgery.tachikoma.address.Mailbox;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.EmailRecipient;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.OutgoingEmail;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Turns a validated request into the parameters of {@code accept-store.sql}. */
public final class AcceptRows {
    private static final int SINGLE = 0;
    private static final int BULK = 1;

    private final NoArgGenerator autoMailIds = Generators.timeBasedEpochRandomGenerator();
    private final JsonFormat.Printer json = JsonFormat.printer().omittingInsignificantWhitespace();
    private final int singleSendRecipients;

    /** @param singleSendRecipients a request with more recipients than this is a bulk send */
    public AcceptRows(int singleSendRecipients) {
        this.singleSendRecipients = singleSendRecipients;
    }

    /**
     * One parameter map per request; its recipients travel as one JSON array.
     *
     * @param idempotencyKey or null
     */
    public Map<String, Object> of(OutgoingEmail email, Caller caller, String idempotencyKey) {
        StoredRequest stored = StoredRequest.of(email);
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("accountId", caller.accountId());
        parameters.put("userId", caller.userId());
        parameters.put(
                "recipientOverride",
                caller.recipientOverride() == null ? null : asciiDomain(caller.recipientOverride()));
        parameters.put("fromEmail", asciiDomain(email.getFrom().getEmail()));
        parameters.put("tags", email.getTrackingData().getTagsList().toArray(String[]::new));
        parameters.put(
                "bcc",
                email.getBccList().stream()
                        .map(copy -> asciiDomain(copy.getEmail()))
                        .toArray(String[]::new));
        parameters.put("lane", email.getRecipientsCount() > singleSendRecipients ? BULK : SINGLE);
        parameters.put("dueAt", dueAt(email));
        parameters.put("idempotencyKey", idempotencyKey);
        parameters.put("idempotencyHash", idempotencyKey == null ? null : IdempotencyKeys.hash(email));
        byte[] request = stored.request().toByteArray();
        parameters.put("request", request);
        parameters.put("sizeBytes", mailSize(request, stored));
        parameters.put(
                "attachmentHashes",
                stored.contents().keySet().stream()
                        .map(HexFormat.of()::parseHex)
                        .toArray(byte[][]::new));
        parameters.put(
                "attachmentLengths",
                stored.contents().values().stream().map(ByteString::size).toArray(Integer[]::new));
        parameters.put(
                "attachmentContents",
                ByteString.copyFrom(stored.contents().values()).toByteArray());
        Subject subject = Subject.of(email);
        parameters.put("subject", subject.source());
        parameters.put("recipients", recipients(email, subject));
        return parameters;
    }

    /** As envelopes, log lines and bounces will write it. */
    private static String asciiDomain(String address) {
        return Mailbox.parse(address).toString();
    }

    /** About what one mail of it takes: text may be quoted-printable, contents are base64. */
    private static int mailSize(byte[] request, StoredRequest stored) {
        long contents =
                stored.contents().values().stream().mapToLong(ByteString::size).sum();
        return (int) Math.min(Integer.MAX_VALUE, 2_000 + 2L * request.length + contents * 4 / 3);
    }

    private static OffsetDateTime dueAt(OutgoingEmail email) {
        if (!email.hasSendAt()) {
            return null;
        }
        return Instant.ofEpochSecond(
                        email.getSendAt().getSeconds(), email.getSendAt().getNanos())
                .atOffset(ZoneOffset.UTC);
    }

    private String recipients(OutgoingEmail email, Subject subject) {
        StringWriter text = new StringWriter(200 * email.getRecipientsCount());
        try (JsonWriter writer = new JsonWriter(text)) {
            writer.setHtmlSafe(false);
            writer.beginArray();
            Map<String, String> shared = email.getTrackingData().getMetadataMap();
            for (EmailRecipient recipient : email.getRecipientsList()) {
                writer.beginObject();
                writer.name("address")
                        .value(asciiDomain(recipient.getNamedEmail().getEmail()));
                if (!recipient.getNamedEmail().getName().isEmpty()) {
                    writer.name("name").value(recipient.getNamedEmail().getName());
                }
                String own = subject.of(recipient);
                if (own != null) {
                    writer.name("subject").value(own);
                }
                writer.name("auto_mail_id").value(autoMailIds.generate().toString());
                if (recipient.hasTemplateVars()) {
                    writer.name("vars").jsonValue(json(recipient.getTemplateVars()));
                }
                writeMetadata(writer, shared, recipient.getMetadataMap());
                writer.endObject();
            }
            writer.endArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void writeMetadata(JsonWriter writer, Map<String, String> shared, Map<String, String> own)
            throws IOException {
        if (shared.isEmpty() && own.isEmpty()) {
            return;
        }
        Map<String, String> metadata = new TreeMap<>(shared);
        metadata.putAll(own);
        writer.name("metadata").beginObject();
        Set<Map.Entry<String, String>> entries = metadata.entrySet();
        for (Map.Entry<String, String> entry : entries) {
            writer.name(entry.getKey()).value(entry.getValue());
        }
        writer.endObject();
    }

    private String json(Struct vars) {
        try {
            return json.print(vars);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException("Variables that are no JSON have passed validation", e);
        }
    }
}
