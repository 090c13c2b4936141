package com.sourceforgery.tachikoma.hit;

import java.util.Base64;

/** The picture that mails show: one transparent dot, GIF. */
public final class Pixel {
    private static final String GIF = "R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7";

    private final byte[] bytes = Base64.getDecoder().decode(GIF);

    public byte[] bytes() {
        return bytes.clone();
    }
}
