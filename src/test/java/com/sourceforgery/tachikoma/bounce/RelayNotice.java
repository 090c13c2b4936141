package com.sourceforgery.tachikoma.bounce;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.regex.Pattern;

/**
 * A notice that a relay has sent back.
 *
 * @param text the whole mail
 */
record RelayNotice(String text) {
    /** The values that a field has, of each recipient one. */
    List<String> field(String name) {
        return Pattern.compile("^" + name + ": *(\\S+(?: \\S+)*)\\s*$", Pattern.MULTILINE)
                .matcher(text)
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    /** It is about one recipient, with this action and status (RFC 3464, section 2.3). */
    void assertTells(String action, String status) {
        assertEquals(List.of(action), field("Action"), text);
        assertEquals(List.of(status), field("Status"), text);
    }
}
