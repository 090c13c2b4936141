package com.sourceforgery.tachikoma.accept;

/**
 * How large a request may be; what is larger is refused as a whole.
 *
 * @param mailBytes of bodies or templates and all attachments together, before transfer encoding
 * @param recipients of one request
 * @param bcc addresses of one request: each is one more copy of every mail
 * @param attachments of one request, related ones included
 * @param headers the client's own headers, count
 * @param headerBytes of all those headers together, names and values
 * @param lineLength of a subject, display name, file name or other single line, in characters
 * @param tags count
 * @param tagBytes of one tag
 * @param metadataBytes of one metadata map, keys and values
 */
public record Limits(
        long mailBytes,
        int recipients,
        int bcc,
        int attachments,
        int headers,
        int headerBytes,
        int lineLength,
        int tags,
        int tagBytes,
        int metadataBytes) {

    public static final Limits DEFAULT =
            new Limits(25L * 1024 * 1024, 100_000, 50, 500, 100, 32 * 1024, 2048, 100, 255, 32 * 1024);

    /** The same but for the size of a mail. */
    public Limits withMailBytes(long bytes) {
        return new Limits(
                bytes, recipients, bcc, attachments, headers, headerBytes, lineLength, tags, tagBytes, metadataBytes);
    }
}
