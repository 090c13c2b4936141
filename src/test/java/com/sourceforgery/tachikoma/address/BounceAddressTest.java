package com.sourceforgery.tachikoma.address;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which mail an address or a Message-ID names. */
class BounceAddressTest {
    private static final String ID = "0190aaaa-0000-7000-8000-00000000000f";

    @Test
    void aBounceAddressNamesItsMailInAnyCase() {
        assertEquals(Optional.of(ID), BounceAddress.autoMailId("bounce-" + ID + "@example.com"));
        assertEquals(Optional.of(ID), BounceAddress.autoMailId(" BOUNCE-" + ID.toUpperCase() + "@Example.com"));
    }

    @Test
    void anAddressThatIsAlmostOneNamesNone() {
        for (String address : List.of(
                "bounce-castle@example.com",
                "bounce-" + ID + "0@example.com",
                "bounce-@example.com",
                "x-bounce-" + ID + "@example.com",
                "abuse@example.com")) {
            assertEquals(Optional.empty(), BounceAddress.autoMailId(address), address);
        }
    }

    @Test
    void aMessageIdOfOursNamesItsMail() {
        assertEquals(Optional.of(ID), BounceAddress.ofMessageId("<" + ID + "@example.com>"));
        assertEquals(Optional.of(ID), BounceAddress.ofMessageId(ID + "@example.com"));
        assertEquals(Optional.empty(), BounceAddress.ofMessageId("<12345@example.com>"));
        assertEquals(Optional.empty(), BounceAddress.ofMessageId(""));
    }
}
