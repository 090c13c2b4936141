package com.sourceforgery.tachikoma.accept;

import static com.sourceforgery.tachikoma.accept.Validation.assertAccepted;
import static com.sourceforgery.tachikoma.accept.Validation.assertInvalid;
import static com.sourceforgery.tachikoma.accept.Validation.valid;

import com.google.protobuf.Timestamp;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.OutgoingEmail;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeliveryOptionsTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "UTC", "Europe/Stockholm", "+02:00", "GMT-5"})
    void aTimeZoneIsKnown(String zone) {
        assertAccepted(valid().setTimeZone(zone));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Europe/Atlantis", "Nowhere", "+99:00", " ", "UTC\r\n", "europe/stockholm"})
    void aTimeZoneIsUnknown(String zone) {
        assertInvalid(valid().setTimeZone(zone), "time_zone");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://example.org/bye", "http://localhost:8080", "HTTPS://example.org/?a=b#c"})
    void aRedirectIsAWebAddress(String address) {
        assertAccepted(valid().setUnsubscribeRedirectUri(address));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/bye",
                "example.org",
                "//example.org/",
                "javascript:alert(1)",
                "ftp://example.org/",
                "mailto:a@example.org",
                "https:///bye",
                "https:bye",
                "https://exa mple.org/",
                "https://example.org/\r\nX: 1",
                "data:text/html,x"
            })
    void aRedirectIsNoWebAddress(String address) {
        assertInvalid(valid().setUnsubscribeRedirectUri(address), "unsubscribe_redirect_uri");
    }

    @ParameterizedTest
    @ValueSource(strings = {"click.example.com", "bücher.example", "localhost:8070"})
    void aTrackingDomainIsAHost(String domain) {
        assertAccepted(tracking(domain));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://click.example.com", "click.example.com/x", "a b", "a\r\nb", "a:b", "user@example.com"})
    void aTrackingDomainIsNoHost(String domain) {
        assertInvalid(tracking(domain), "tracking_data.tracking_domain");
    }

    @Test
    void aSigningDomainIsADomain() {
        assertAccepted(valid().setSigningDomain("mail.example.com"));
        assertInvalid(valid().setSigningDomain("mail example"), "signing_domain");
    }

    @Test
    void aTimeToSendAtExists() {
        assertAccepted(valid().setSendAt(Timestamp.newBuilder().setSeconds(1)));
        assertInvalid(valid().setSendAt(Timestamp.newBuilder().setSeconds(-1)), "send_at");
        assertInvalid(valid().setSendAt(Timestamp.newBuilder().setSeconds(Long.MAX_VALUE)), "send_at");
        assertInvalid(valid().setSendAt(Timestamp.newBuilder().setNanos(1_000_000_000)), "send_at");
    }

    @Test
    void metadataHasNoNul() {
        OutgoingEmail.Builder request = valid();
        request.getTrackingDataBuilder().putMetadata("a", "b\0");
        request.getRecipientsBuilder(0).putMetadata("a\0", "b");

        assertInvalid(request, "tracking_data.metadata", "recipients[0].metadata");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "application/pdf", "text/calendar; method=REQUEST", "Text/HTML;charset=\"utf-8\""})
    void aContentTypeIsOne(String type) {
        OutgoingEmail.Builder request = valid();
        request.addAttachmentsBuilder().setContentType(type);

        assertAccepted(request);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pdf", "application/", "/pdf", "text/plain; charset", "multipart/mixed", "text/plain; x=ü"})
    void aContentTypeIsNone(String type) {
        OutgoingEmail.Builder request = valid();
        request.addAttachmentsBuilder().setContentType(type);

        assertInvalid(request, "attachments[0].content_type");
    }

    private static OutgoingEmail.Builder tracking(String domain) {
        OutgoingEmail.Builder request = valid();
        request.getTrackingDataBuilder().setTrackingDomain(domain);
        return request;
    }
}
