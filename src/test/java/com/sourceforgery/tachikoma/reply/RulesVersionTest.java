package com.sourceforgery.tachikoma.reply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** A judgement can be traced to the rules that gave it. */
class RulesVersionTest {
    @Test
    void anEditWithoutANewVersionShowsAllTheSame() {
        String version = RulesOf.of(RulesOf.file("")).version();
        String edited = RulesOf.of(RulesOf.file("") + "# edited\n").version();

        assertTrue(version.matches("7/[0-9a-f]{8}"), version);
        assertTrue(edited.matches("7/[0-9a-f]{8}"), edited);
        assertNotEquals(version, edited);
        assertEquals(version, RulesOf.of(RulesOf.file("")).version());
    }

    @Test
    void thePackagedRulesHaveNoFault() {
        assertTrue(ReplyRules.packaged().version().matches("1/[0-9a-f]{8}"));
    }
}
