package com.sourceforgery.tachikoma.sink;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Optional;

/**
 * What is said at RCPT. As Postfix the sink refuses only {@code reject@} and {@code busy@}; as the world behind a real
 * Postfix it refuses all that is not to be delivered, {@code defer+N@} N times for each envelope sender and recipient
 * (a sender with VERP is another one for each mail; RCPT comes before the Message-ID).
 */
final class RecipientCheck {
    private final boolean worldOnly;
    private final Cache<String, Integer> refusals = Caffeine.newBuilder()
            .maximumSize(200_000)
            .expireAfterWrite(Duration.ofDays(4))
            .build();

    RecipientCheck(boolean worldOnly) {
        this.worldOnly = worldOnly;
    }

    /** The refusal, or nothing when the recipient is taken. */
    Optional<Behaviour.Reply> refusal(String sender, String recipient) {
        Behaviour behaviour = Behaviour.of(recipient);
        boolean refused =
                switch (behaviour.kind()) {
                    case REJECT, BUSY -> true;
                    case BOUNCE, EXPIRE -> worldOnly;
                    case DEFER -> worldOnly && !isPatientEnough(sender + " " + recipient, behaviour.count());
                    default -> false;
                };
        return refused ? Optional.of(behaviour.refusal(recipient)) : Optional.empty();
    }

    private boolean isPatientEnough(String pair, int count) {
        if (refusals.asMap().merge(pair, 1, Integer::sum) <= count) {
            return false;
        }
        refusals.invalidate(pair);
        return true;
    }
}
