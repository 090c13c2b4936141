package com.sourceforgery.tachikoma.notify;

import com.sourceforgery.tachikoma.grpc.frontend.EmailMetrics;
import com.sourceforgery.tachikoma.grpc.frontend.EmailNotification;
import com.sourceforgery.tachikoma.grpc.frontend.HitVerdict;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;

/** Verdicts on opens and clicks that a client does not want to be told of; all else is told. */
public final class ExcludedVerdicts {
    private final Set<HitVerdict> excluded = EnumSet.noneOf(HitVerdict.class);

    /** @param excluded one that this version does not know excludes nothing */
    public ExcludedVerdicts(Collection<HitVerdict> excluded) {
        this.excluded.addAll(excluded);
    }

    /** Whether an event is told. */
    public boolean shows(EmailNotification notification) {
        return switch (notification.getNotificationCase()) {
            case OPENED_EVENT ->
                !excluded.contains(notification.getOpenedEvent().getVerdict());
            case CLICKED_EVENT ->
                !excluded.contains(notification.getClickedEvent().getVerdict());
            default -> true;
        };
    }

    /** The same metrics without what is not told. */
    public EmailMetrics of(EmailMetrics metrics) {
        if (excluded.isEmpty()) {
            return metrics;
        }
        EmailMetrics.Builder told = metrics.toBuilder().clearOpens().clearClicks();
        metrics.getOpensList().stream()
                .filter(open -> !excluded.contains(open.getVerdict()))
                .forEach(told::addOpens);
        metrics.getClicksList().stream()
                .filter(click -> !excluded.contains(click.getVerdict()))
                .forEach(told::addClicks);
        return told.build();
    }
}
