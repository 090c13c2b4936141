package com.sourceforgery.tachikoma.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sourceforgery.tachikoma.reply.ReplyRules;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What outcomes mean, by the rules that are packaged. */
class OutcomesTest {
    private final Outcomes outcomes = new Outcomes(ReplyRules.packaged());

    private Map<String, Object> judge(String status, String text, Object... more) {
        Map<String, Object> row = new HashMap<>();
        row.put("status", status);
        row.put("diagnose_text", text);
        for (int i = 0; i < more.length; i += 2) {
            row.put((String) more[i], more[i + 1]);
        }
        return outcomes.judge(List.of(row)).get(0);
    }

    @Test
    void aDeliveryIsNoBounceAndHasNoClass() {
        Map<String, Object> judged = judge("2.0.0", "250 2.0.0 Ok");
        assertEquals("DELIVERED", judged.get("kind"));
        assertNull(judged.get("class"));
    }

    @Test
    void aDeadAddressBlocksWithItsRuleAndTheVersionOfTheRules() {
        Map<String, Object> judged = judge("5.1.1", "550 5.1.1 User unknown");
        assertEquals("HARD_BOUNCED", judged.get("kind"));
        assertEquals("dead-address", judged.get("class"));
        assertEquals("HARD_BOUNCED", judged.get("blocks"));
        assertEquals(ReplyRules.packaged().version(), judged.get("rules_version"));
    }

    @Test
    void aRefusalBecauseOfUsAlarmsAndBlocksNobody() {
        Map<String, Object> judged = judge("5.7.1", "554 5.7.1 Client host blocked using zen.spamhaus.org");
        assertEquals("reputation", judged.get("class"));
        assertEquals(true, judged.get("alarms"));
        assertNull(judged.get("blocks"));
    }

    @Test
    void aFullMailboxBlocksNobody() {
        assertNull(judge("5.2.2", "552 5.2.2 Mailbox full").get("blocks"));
    }

    @Test
    void aDeadAddressThatTheMailWasOnlyForwardedToBlocksNobody() {
        Map<String, Object> judged = judge("5.1.1", "550 5.1.1 User unknown", "elsewhere", true);
        assertEquals("dead-address", judged.get("class"));
        assertNull(judged.get("blocks"));
    }

    @Test
    void aDelayIsSoftAndBlocksNobodyWhateverItSays() {
        Map<String, Object> judged = judge("5.1.1", "550 5.1.1 User unknown", "kind", "SOFT_BOUNCED");
        assertEquals("SOFT_BOUNCED", judged.get("kind"));
        assertNull(judged.get("blocks"));
    }

    @Test
    void aComplaintKeepsWhatItSays() {
        Map<String, Object> judged = judge("", "", "kind", "SPAM", "blocks", "SPAM_MARKED", "class", "complaint");
        assertEquals("SPAM_MARKED", judged.get("blocks"));
        assertEquals("complaint", judged.get("class"));
    }

    @Test
    void aLongReplyKeepsItsEndWhichSaysTheCommandThatWasAnswered() {
        String reply = "host mx said: 550 5.1.1 User unknown " + "x".repeat(5000) + " (in reply to MAIL FROM command)";
        Map<String, Object> judged = judge("5.1.1", reply);
        String stored = (String) judged.get("diagnose_text");
        assertEquals(2000, stored.length());
        assertTrue(stored.endsWith(" (in reply to MAIL FROM command)"), stored);
        assertNull(judged.get("blocks"));
        assertEquals(judged, outcomes.judge(List.of(judged)).get(0));
    }

    @Test
    void aCharacterOfTwoUnitsIsNotCutInHalf() {
        String stored = (String) judge("5.0.0", "😀".repeat(3000)).get("diagnose_text");
        assertEquals("😀".repeat(1897) + " … " + "😀".repeat(100), stored);
    }

    @Test
    void aReasonAndAStatusWithoutEndAreBounded() {
        Map<String, Object> judged = judge("5.1.1" + "0".repeat(9000), "no", "reason", "r".repeat(9000));
        assertEquals(2000, ((String) judged.get("reason")).length());
        assertEquals(2000, ((String) judged.get("status")).length());
    }
}
