package com.sourceforgery.tachikoma.rewrite;

import com.sourceforgery.tachikoma.compose.Addressee;
import com.sourceforgery.tachikoma.compose.BodyRewriter;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.OutgoingEmail;
import com.sourceforgery.tachikoma.links.LinkBase;
import com.sourceforgery.tachikoma.links.LinkSigner;
import java.util.function.UnaryOperator;
import org.jsoup.parser.Parser;

/**
 * Bodies whose links and openings are tracked, with unsubscribe links in place of their marks, and with the rules of their
 * style sheets at the elements where the request asks for that. All else stays as it is, character for character: the
 * source is edited, never written anew.
 */
public final class TrackedBodies implements BodyRewriter {
    /**
     * Html of more is a table of data and no letter. Its tree would fill the memory: its marks are replaced, a pixel ends
     * it, its links stay.
     */
    static final int MOST_TAGS = 100_000;

    private final LinkSigner signer;

    public TrackedBodies(LinkSigner signer) {
        this.signer = signer;
    }

    @Override
    public Rewriting of(OutgoingEmail request) {
        return new RequestBodies(request);
    }

    private final class RequestBodies implements Rewriting {
        private final boolean sameForAll;
        private final String linkHost;
        private final UnsubscribeMarks marks;
        private final LinkEdits linkEdits;
        private final boolean inlinesCss;
        private final SharedSheets sheets;
        private volatile BodyPlan shared;

        RequestBodies(OutgoingEmail request) {
            sameForAll = request.hasStatic();
            linkHost = request.getTrackingData().getTrackingDomain();
            marks = new UnsubscribeMarks(request.getUnsubscribeRedirectUri());
            linkEdits = new LinkEdits(marks);
            inlinesCss = request.getInlineCss();
            sheets = new SharedSheets(request.getTemplate().getHtmlTemplate());
        }

        @Override
        public String html(String html, Addressee addressee) {
            return plan(html).write(links(addressee));
        }

        @Override
        public String plainText(String text, Addressee addressee) {
            return BodyPlan.of(text, marks.findAll(text, UnaryOperator.identity()))
                    .write(links(addressee));
        }

        private BodyPlan plan(String html) {
            if (!sameForAll) {
                return makePlan(html);
            }
            BodyPlan plan = shared;
            if (plan == null) {
                plan = makePlan(html);
                shared = plan;
            }
            return plan;
        }

        private BodyPlan makePlan(String html) {
            if (html.chars().filter(c -> c == '<').count() > MOST_TAGS) {
                SourceEdits edits = marks.findAll(html, value -> Parser.unescapeEntities(value, true));
                edits.insert(html.length(), OpenPixel::of);
                return BodyPlan.of(html, edits);
            }
            ParsedHtml parsed = ParsedHtml.parse(html);
            SourceEdits edits = new SourceEdits();
            CssInliner.inline(parsed, inlinesCss, sheets::get, edits);
            linkEdits.find(parsed, edits);
            OpenPixel.add(parsed, edits);
            return BodyPlan.of(html, edits);
        }

        private MailLinks links(Addressee addressee) {
            return new MailLinks(signer, LinkBase.withHost(addressee.baseUrl(), linkHost), addressee.emailId());
        }
    }
}
