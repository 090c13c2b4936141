package com.sourceforgery.tachikoma.bounce;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.stream.BodyDescriptor;
import org.apache.james.mime4j.stream.EntityState;
import org.apache.james.mime4j.stream.Field;
import org.apache.james.mime4j.stream.MimeConfig;
import org.apache.james.mime4j.stream.MimeTokenStream;
import org.apache.james.mime4j.stream.RecursionMode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a mail apart (RFC 2045, 2046) as a stream and within limits. What goes beyond a limit, or cannot be parsed, ends the
 * mail there: what was read until then counts.
 */
final class MailParser {
    private static final Logger LOG = LoggerFactory.getLogger(MailParser.class);

    /** Bytes of a mail, of which a machine-readable part is at the beginning. */
    static final int READ = 8 * 1024 * 1024;

    private static final int TEXT = 64 * 1024;
    private static final int MACHINE_READABLE = 256 * 1024;
    private static final int PARTS = 100;
    private static final int NESTING = 10;
    private static final int HEADER_FIELDS = 1_000;
    private static final int HEADER_FIELD = 64 * 1024;

    private static final Pattern REPORT_TYPE = Pattern.compile("(?i)[;\\s]report-type\\s{0,9}=\\s{0,9}\"?([a-z0-9-]+)");

    private static final MimeConfig LIMITS = MimeConfig.custom()
            .setMaxHeaderCount(HEADER_FIELDS)
            .setMaxHeaderLen(HEADER_FIELD)
            .setMaxLineLen(HEADER_FIELD)
            .build();

    private final MimeTokenStream tokens = new MimeTokenStream(LIMITS, DecodeMonitor.SILENT, null);
    private final Fields header = new Fields();
    private final List<Mail.Part> parts = new ArrayList<>();
    private String type = "";
    private boolean isInParts;
    private int nesting;

    private MailParser() {}

    /**
     * @throws java.io.UncheckedIOException when the stream itself cannot be read
     */
    static Mail parse(InputStream message) {
        BoundedInput input = new BoundedInput(message, READ);
        MailParser parser = new MailParser();
        try {
            parser.walk(input);
        } catch (IOException | MimeException | RuntimeException e) {
            LOG.debug("A mail is broken after {} parts.", parser.parts.size(), e);
        }
        input.requireSound();
        return new Mail(parser.header, parser.type, parser.reportType(), parser.parts);
    }

    private void walk(InputStream input) throws IOException, MimeException {
        tokens.setRecursionMode(RecursionMode.M_NO_RECURSE);
        tokens.parse(input);
        EntityState state = tokens.getState();
        while (state != EntityState.T_END_OF_STREAM && parts.size() < PARTS && nesting <= NESTING) {
            take(state);
            state = tokens.next();
        }
    }

    private void take(EntityState state) throws IOException {
        switch (state) {
            case T_FIELD -> field(tokens.getField());
            case T_END_HEADER -> isInParts = true;
            case T_START_MULTIPART -> startMultipart();
            case T_END_MULTIPART -> nesting--;
            case T_PREAMBLE -> preamble();
            case T_BODY -> parts.add(part(tokens.getBodyDescriptor()));
            default -> {}
        }
    }

    private void field(Field field) {
        if (!isInParts) {
            String raw = Words.decoded(field.getRaw().toByteArray(), null);
            header.add(field.getName(), Words.squeezed(raw.substring(raw.indexOf(':') + 1), HEADER_FIELD));
        }
    }

    private void startMultipart() {
        declare(tokens.getBodyDescriptor());
        nesting++;
    }

    private void declare(BodyDescriptor descriptor) {
        if (type.isEmpty()) {
            type = descriptor.getMimeType().toLowerCase(Locale.ROOT);
        }
    }

    /** Where boundaries are lost, all parts stand here. */
    private void preamble() throws IOException {
        if (nesting == 1) {
            parts.add(new Mail.Part("preamble", Words.decoded(beginning(tokens.getInputStream(), TEXT), null)));
        }
    }

    private Mail.Part part(BodyDescriptor descriptor) throws IOException {
        declare(descriptor);
        String partType = descriptor.getMimeType().toLowerCase(Locale.ROOT);
        boolean isMachineReadable = partType.startsWith("message/");
        byte[] bytes = beginning(tokens.getDecodedInputStream(), isMachineReadable ? MACHINE_READABLE : TEXT);
        return new Mail.Part(partType, Words.decoded(bytes, isMachineReadable ? null : descriptor.getCharset()));
    }

    /** @return what can be read, although the part is cut or its encoding is broken; what is behind that tells {@code next} */
    private static byte[] beginning(InputStream body, int most) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        try {
            int read = 0;
            while (read >= 0 && bytes.size() < most) {
                bytes.write(buffer, 0, read);
                read = body.read(buffer, 0, Math.min(buffer.length, most - bytes.size()));
            }
        } catch (IOException e) {
            LOG.debug("A part is broken.", e);
        }
        return bytes.toByteArray();
    }

    /** RFC 6522 §3; looked for in the text of the field since the parsed one drops parameters that it does not know. */
    private String reportType() {
        Matcher parameter = REPORT_TYPE.matcher(header.first("content-type"));
        return parameter.find() ? parameter.group(1).toLowerCase(Locale.ROOT) : "";
    }
}
