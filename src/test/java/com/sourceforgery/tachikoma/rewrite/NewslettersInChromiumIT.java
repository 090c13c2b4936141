package com.sourceforgery.tachikoma.rewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.Struct;
import com.sourceforgery.tachikoma.compose.Addressee;
import com.sourceforgery.tachikoma.compose.ComposeFixture;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.OutgoingEmail;
import com.sourceforgery.tachikoma.testsupport.Chromium;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a reader sees of the newsletters in {@code src/test/resources/newsletters}, or in the folder that the system property
 * {@code newsletters} names, is the same before and after.
 */
class NewslettersInChromiumIT {
    private static final Path NEWSLETTERS =
            Path.of(System.getProperty("newsletters", "src/test/resources/newsletters"));
    private static final int DESK = 800;
    private static final int PHONE = 375;
    private static final int RANDOM_DOCUMENTS = Integer.getInteger("random.documents", 40);
    private static final Pattern TOKEN =
            Pattern.compile("http://127\\.0\\.0\\.1:\\d+/(c|unsubscribe)/([A-Za-z0-9_-]+)");
    private static final Pattern MARK = Pattern.compile("\\*\\|UNSUB(?::(.*))?\\|\\*");

    private static final String LINKS =
            "[...document.querySelectorAll('a[href],area[href]')].map(a => a.getAttribute('href'))";

    /**
     * The first differences of all elements that are shown, at both widths. Frames are made for each width: a document in a
     * frame that was resized can be laid out otherwise than the same document beside it.
     */
    private static final String COMPARE_STYLES = """
            (async () => {
                const load = (name, width) => new Promise(done => {
                    const frame = document.createElement('iframe');
                    frame.style = 'border:0;height:600px;width:' + width + 'px';
                    frame.onload = () => done(frame);
                    frame.src = name;
                    document.body.append(frame);
                });
                const shown = window => [...window.document.querySelectorAll('*')]
                    .filter(element => !element.closest('head,style,script,template'));
                const differences = [];
                const compare = (width, before, after, element, changed, pseudo) => {
                    const old = before.getComputedStyle(element, pseudo), now = after.getComputedStyle(changed, pseudo);
                    if (pseudo && old.content === now.content && (old.content === 'none' || old.content === 'normal')) {
                        return;
                    }
                    for (const property of old) {
                        const was = old.getPropertyValue(property), is = now.getPropertyValue(property);
                        if (was !== is) {
                            differences.push(width + ' ' + element.outerHTML.substring(0, 80) + (pseudo || '') + ' '
                                + property + ': ' + was + ' -> ' + is);
                        }
                    }
                };
                for (const width of [%d, %d]) {
                    const frames = [await load('original', width), await load('inlined', width)];
                    const [before, after] = frames.map(frame => frame.contentWindow);
                    const one = shown(before), other = shown(after);
                    if (one.length !== other.length) {
                        return [one.length + ' elements have become ' + other.length];
                    }
                    one.forEach((element, i) => [null, '::before', '::after']
                        .forEach(pseudo => compare(width, before, after, element, other[i], pseudo)));
                    frames.forEach(frame => frame.remove());
                }
                return differences.slice(0, 20);
            })()""".formatted(DESK, PHONE);

    @TempDir
    static Path folder;

    static NewsletterServer server;
    static Chromium chromium;

    @BeforeAll
    static void start() throws Exception {
        server = new NewsletterServer();
        chromium = Chromium.start(folder);
    }

    @AfterAll
    static void stop() throws Exception {
        chromium.close();
        server.close();
    }

    static Stream<String> newsletters() throws IOException {
        try (Stream<Path> files = Files.list(NEWSLETTERS)) {
            List<String> names =
                    files.map(file -> file.getFileName().toString()).sorted().toList();
            assertTrue(!names.isEmpty(), "there are none in " + NEWSLETTERS);
            return names.stream();
        }
    }

    private static String read(String newsletter) throws IOException {
        return Files.readString(NEWSLETTERS.resolve(newsletter), StandardCharsets.UTF_8);
    }

    private static String composed(String source, boolean inlineCss) {
        Addressee jane = ComposeFixture.addressee("jane@example.org", "Jane", Struct.getDefaultInstance());
        Addressee here = new Addressee(
                jane.emailId(),
                jane.autoMailId(),
                jane.mailDomain(),
                jane.bounceDomain(),
                server.base(),
                jane.userId(),
                jane.recipient(),
                null,
                "",
                jane.vars(),
                jane.date());
        OutgoingEmail.Builder request = ComposeFixture.html(source)
                .setInlineCss(inlineCss)
                .setUnsubscribeRedirectUri("https://shop.example/default-bye");
        return RewriteFixture.html(source, request, here);
    }

    @ParameterizedTest
    @MethodSource("newsletters")
    void theScreenIsTheSameOnDeskAndPhone(String newsletter) throws Exception {
        String source = read(newsletter);
        String original = server.page("original", source);
        String tracked = server.page("tracked", composed(source, false));
        String inlined = server.page("inlined", composed(source, true));
        for (int width : new int[] {DESK, PHONE}) {
            chromium.resize(width, 600);
            chromium.open(original);
            JsonNode size = chromium.evaluate(
                    "({w: document.documentElement.scrollWidth, h: document.documentElement.scrollHeight})");
            int fullWidth = size.get("w").asInt();
            int height = size.get("h").asInt();
            byte[] before = chromium.screenshot(fullWidth, height);
            chromium.open(tracked);
            assertSamePicture(before, chromium.screenshot(fullWidth, height), "tracked at " + width);
            chromium.open(inlined);
            assertSamePicture(before, chromium.screenshot(fullWidth, height), "inlined at " + width);
        }
    }

    /** But for the one pixel, which is served in red here so that it is seen. */
    private static void assertSamePicture(byte[] before, byte[] after, String what) throws IOException {
        if (Arrays.equals(before, after)) {
            return;
        }
        BufferedImage one = ImageIO.read(new ByteArrayInputStream(before));
        BufferedImage other = ImageIO.read(new ByteArrayInputStream(after));
        List<String> different = new ArrayList<>();
        for (int y = 0; y < one.getHeight(); y++) {
            for (int x = 0; x < one.getWidth(); x++) {
                if (one.getRGB(x, y) != other.getRGB(x, y)) {
                    different.add(x + "," + y);
                }
            }
        }
        assertTrue(
                different.size() <= 1,
                what + ": " + different.size() + " pixels differ, the first at "
                        + (different.isEmpty() ? "" : different.get(0)));
    }

    @ParameterizedTest
    @MethodSource("newsletters")
    void allElementsHaveTheSameStylesAfterInlining(String newsletter) throws Exception {
        assertSameStyles(read(newsletter));
    }

    @Test
    void anyRulesThatCompeteGiveTheSameStylesAfterInlining() {
        int moved = 0;
        for (long seed = 0; seed < RANDOM_DOCUMENTS; seed++) {
            String source = RandomStyles.document(seed);
            moved += composed(source, true).equals(composed(source, false)) ? 0 : 1;
            assertSameStyles(source);
        }
        assertTrue(moved > RANDOM_DOCUMENTS / 2, "rules were moved in " + moved + " of them");
    }

    private static void assertSameStyles(String source) {
        String inlined = RewriteFixture.withoutPixel(composed(source, true));
        server.page("original", source);
        server.page("inlined", inlined);
        String host = server.page("host", "<!DOCTYPE html><body style='margin:0'>");
        chromium.resize(DESK, 600);
        chromium.open(host);
        List<String> differences = new ArrayList<>();
        chromium.evaluate(COMPARE_STYLES).forEach(difference -> differences.add(difference.asText()));
        assertEquals(List.of(), differences, () -> source + "\n" + inlined);
    }

    @ParameterizedTest
    @MethodSource("newsletters")
    void everyLinkLeadsWhereItLedAndThePixelIsLoaded(String newsletter) throws Exception {
        String source = read(newsletter);
        chromium.open(server.page("original", source));
        List<String> before = links();
        assertTrue(before.size() > 2, "there are links");
        server.opened().clear();
        chromium.open(server.page("inlined", composed(source, true)));
        List<String> after = links();

        assertEquals(
                before.stream().map(NewslettersInChromiumIT::expected).toList(),
                after.stream().map(NewslettersInChromiumIT::decoded).toList());
        assertEquals(1, server.opened().size());
        assertEquals(
                4711, RewriteFixture.click(server.opened().get(0)).getEmailId().getId());
    }

    private static List<String> links() {
        List<String> links = new ArrayList<>();
        chromium.evaluate(LINKS).forEach(link -> links.add(link.asText()));
        return links;
    }

    private static String expected(String href) {
        Matcher mark = MARK.matcher(href);
        if (mark.matches()) {
            return "unsubscribe " + (mark.group(1) == null ? "https://shop.example/default-bye" : mark.group(1));
        }
        String trimmed = href.strip().replaceAll("[\\t\\r\\n]", "");
        return trimmed.matches("(?i)https?://.*") && trimmed.length() <= 2000 ? "click " + trimmed : href;
    }

    private static String decoded(String href) {
        Matcher token = TOKEN.matcher(href);
        if (!token.matches()) {
            return href;
        }
        return token.group(1).equals("c")
                ? "click " + RewriteFixture.click(token.group(2)).getRedirectUrl()
                : "unsubscribe " + RewriteFixture.unsubscribe(token.group(2)).getRedirectUrl();
    }
}
