package com.sourceforgery.tachikoma.hit;

import static com.sourceforgery.tachikoma.hit.Pages.assertPage;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sourceforgery.tachikoma.testsupport.Installation;
import com.sourceforgery.tachikoma.testsupport.MailLinks;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whoever got a mail that should not have been sent can say so. */
class AbuseFormIT {
    @RegisterExtension
    static final Installation installation = Installation.ofWebserver();

    static final MailLinks links = new MailLinks(installation.port());

    private final SentMail mail = new SentMail(installation);

    @Test
    void abuseIsReportedByAFormWithWhatTheReporterWrites() throws Exception {
        HttpResponse<String> page = links.get("/abuse/" + mail.autoMailId(), "Accept-Language", "de;q=0.3, sv;q=0.9");
        assertPage(200, "sv", "Anmäl missbruk", page);
        assertTrue(page.body().contains("<label for=\"text\">"), page.body());
        mail.assertNothingCounted();

        assertPage(
                200,
                "en",
                "Thank you for the report",
                links.post("/abuse/" + mail.autoMailId(), "confirmed=yes&text=I+never+asked%00+%E2%82%AC+%3Cb%3E"));
        mail.awaitEvents("REPORTED_ABUSE");
        assertEquals("I never asked € <b>", mail.detail("text"));
    }

    @Test
    void theFormAsksForTheMailWhenTheLinkNamesNone() throws Exception {
        HttpResponse<String> page = links.get("/abuse");
        assertPage(200, "en", "Report abuse", page);
        assertTrue(page.body().contains("<label for=\"mail\">"), page.body());

        assertPage(400, "en", "Which mail is it?", links.post("/abuse", "mail=that+one"));
        mail.assertNothingCounted();
        assertPage(
                200,
                "en",
                "Thank you for the report",
                links.post("/abuse", "mail=%3C" + mail.autoMailId() + "%40example.com%3E"));
        mail.awaitEvents("REPORTED_ABUSE");
    }
}
