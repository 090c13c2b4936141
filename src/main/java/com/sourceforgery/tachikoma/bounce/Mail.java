package com.sourceforgery.tachikoma.bounce;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A mail as far as it was read: its header and the parts of its own. What a returned or forwarded mail inside it consists of
 * is none of them.
 *
 * @param type its {@code Content-Type} without parameters, in lower case
 * @param reportType the parameter {@code report-type} (RFC 6522 §3) in lower case, empty when there is none
 */
record Mail(Fields header, String type, String reportType, List<Part> parts) {
    private static final String REPORT = "multipart/report";

    /**
     * One part that is not made of parts.
     *
     * @param type without parameters, in lower case
     * @param text its beginning, decoded
     */
    record Part(String type, String text) {
        boolean isDeliveryStatus() {
            return type.equals("message/delivery-status") || type.equals("message/global-delivery-status");
        }

        boolean isFeedback() {
            return type.equals("message/feedback-report");
        }

        boolean isReceipt() {
            return type.equals("message/disposition-notification")
                    || type.equals("message/global-disposition-notification");
        }

        /** The mail that the report is about, or its header. */
        boolean isReturned() {
            return type.startsWith("text/rfc822-header")
                    || type.equals("message/rfc822")
                    || type.equals("message/global")
                    || type.equals("message/global-headers");
        }

        boolean isHtml() {
            return type.equals("text/html");
        }

        /** For people; also what was declared as something that it is not. */
        boolean isPlain() {
            return !isDeliveryStatus() && !isFeedback() && !isReceipt() && !isReturned() && !isHtml();
        }
    }

    boolean isReport() {
        return type.equals(REPORT);
    }

    boolean isReport(String ofType) {
        return isReport() && reportType.equals(ofType);
    }

    Optional<Part> part(Predicate<Part> wanted) {
        return parts.stream().filter(wanted).findFirst();
    }

    /** All parts of a kind, one below the other. */
    String text(Predicate<Part> wanted) {
        return parts.stream().filter(wanted).map(Part::text).collect(Collectors.joining("\n\n"));
    }

    /** @return the header of the returned mail; without fields when there is no such part */
    Fields returned() {
        return part(Part::isReturned).map(part -> Fields.header(part.text())).orElseGet(Fields::new);
    }
}
