package com.sourceforgery.tachikoma.bounce;

import java.nio.charset.StandardCharsets;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.codec.DecoderUtil;

/** Header fields in other alphabets. */
final class HeaderText {
    /** More of a field is not decoded. */
    private static final int LOOKED_AT = 4_000;

    private HeaderText() {}

    /** @return the beginning of a value, its encoded words (RFC 2047) decoded as far as they can be */
    static String decoded(String value) {
        String beginning = value.length() > LOOKED_AT ? value.substring(0, LOOKED_AT) : value;
        try {
            return beginning.contains("=?")
                    ? DecoderUtil.decodeEncodedWords(beginning, DecodeMonitor.SILENT, StandardCharsets.UTF_8)
                    : beginning;
        } catch (RuntimeException e) {
            return beginning;
        }
    }
}
