package com.sourceforgery.tachikoma.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sourceforgery.tachikoma.call.CallFailure;
import org.junit.jupiter.api.Test;

class PasswordsTest {
    private static final Passwords PASSWORDS = new Passwords();

    @Test
    void aPasswordIsRightForItsHashAlone() {
        String hash = PASSWORDS.hash("password", "correct horse");

        assertTrue(PASSWORDS.isRight("correct horse", hash));
        assertFalse(PASSWORDS.isRight("Correct horse", hash));
        assertNotEquals(hash, PASSWORDS.hash("password", "correct horse"));
    }

    @Test
    void nobodyHasAPasswordThatIsRight() {
        assertFalse(PASSWORDS.isRight("correct horse", null));
    }

    @Test
    void whatBcryptDoesNotLookAtIsNotLetPass() {
        String longest = "é".repeat(36);

        assertTrue(PASSWORDS.isRight(longest, PASSWORDS.hash("password", longest)));
        assertFalse(PASSWORDS.isRight(longest + "x", PASSWORDS.hash("password", longest)));
    }

    @Test
    void tooShortAndTooLongOnesAreRefusedWithTheFieldNamed() {
        for (String password : new String[] {"1234567", "\uD83D\uDE00".repeat(7), "é".repeat(37)}) {
            CallFailure failure = assertThrows(CallFailure.class, () -> PASSWORDS.hash("new_password", password));
            assertEquals("new_password", failure.violations().get(0).field());
        }
    }
}
