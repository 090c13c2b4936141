package com.sourceforgery.tachikoma.compose;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A node in a mail's tree of parts (RFC 2045 §2.4), encoded already; immutable, so that it can be part of many mails.
 * Written here and not by Angus Mail, whose multiparts take their boundary from clock and counter and look through the
 * class path for services once a part.
 */
sealed interface MimePart {
    String contentType();

    /** Lines of its header, each with its line end. */
    String header();

    void writeBody(ByteArrayOutputStream out);

    /** Whether the last line of its body is complete. */
    boolean endsLine();

    /** Estimate of what it adds to a mail, in bytes. */
    long size();

    /** A part that holds content. */
    record Leaf(String contentType, String header, byte[] encoded) implements MimePart {
        static Leaf of(String contentType, EncodedBody body) {
            return of(contentType, body, "");
        }

        /** @param moreFields lines of its header beside type and encoding */
        static Leaf of(String contentType, EncodedBody body, String moreFields) {
            String header = new HeaderFields()
                    .add("Content-Type", contentType)
                    .add("Content-Transfer-Encoding", body.transferEncoding())
                    .addAll(moreFields)
                    .toString();
            return new Leaf(contentType, header, body.bytes());
        }

        static Leaf text(String subtype, String text) {
            return of("text/" + subtype + "; charset=utf-8", EncodedBody.ofText(text));
        }

        @Override
        public void writeBody(ByteArrayOutputStream out) {
            out.writeBytes(encoded);
        }

        @Override
        public boolean endsLine() {
            return encoded.length > 0 && encoded[encoded.length - 1] == '\n';
        }

        @Override
        public long size() {
            return header.length() + encoded.length + 64L;
        }
    }

    /** A part that holds parts (RFC 2046 §5.1). */
    record Multipart(String contentType, String boundary, List<MimePart> parts) implements MimePart {
        /**
         * {@code root} alone when there is nothing to add to it, else both in one multipart.
         *
         * @param seed the mail's own and unguessable, so that no content holds a boundary by chance or intent
         */
        static MimePart wrap(String subtype, String seed, MimePart root, List<? extends MimePart> others) {
            if (others.isEmpty()) {
                return root;
            }
            List<MimePart> parts = new ArrayList<>();
            parts.add(root);
            parts.addAll(others);
            // "=_" stands in neither quoted-printable nor base64
            String boundary = "=_" + subtype + "_" + seed;
            String rootType = root.contentType().substring(0, root.contentType().indexOf(';'));
            // RFC 2387 §3.1
            String type = subtype.equals("related") ? ";\r\n type=\"" + rootType + '"' : "";
            String contentType = "multipart/" + subtype + type + ";\r\n boundary=\"" + boundary + '"';
            return new Multipart(contentType, boundary, parts);
        }

        @Override
        public String header() {
            return new HeaderFields().add("Content-Type", contentType).toString();
        }

        @Override
        public void writeBody(ByteArrayOutputStream out) {
            byte[] delimiter = ascii("--" + boundary);
            for (MimePart part : parts) {
                out.writeBytes(delimiter);
                out.writeBytes(ascii("\r\n" + part.header() + "\r\n"));
                part.writeBody(out);
                out.writeBytes(ascii("\r\n"));
            }
            out.writeBytes(delimiter);
            out.writeBytes(ascii("--\r\n"));
        }

        @Override
        public boolean endsLine() {
            return true;
        }

        @Override
        public long size() {
            long size = 256;
            for (MimePart part : parts) {
                size += part.size() + boundary.length();
            }
            return size;
        }

        private static byte[] ascii(String text) {
            return text.getBytes(StandardCharsets.US_ASCII);
        }
    }
}
