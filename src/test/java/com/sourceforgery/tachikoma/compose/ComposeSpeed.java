package com.sourceforgery.tachikoma.compose;

import static com.sourceforgery.tachikoma.compose.ComposeFixture.COMPOSER;
import static com.sourceforgery.tachikoma.compose.ComposeFixture.addressee;
import static com.sourceforgery.tachikoma.compose.ComposeFixture.template;
import static com.sourceforgery.tachikoma.compose.ComposeFixture.text;
import static com.sourceforgery.tachikoma.compose.ComposeFixture.vars;

import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.OutgoingEmail;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.TemplateEngine;
import java.util.Map;

/** Prints how many small template mails one thread composes in a second. */
public final class ComposeSpeed {
    private static final int ROUND = 20_000;

    private ComposeSpeed() {}

    public static void main(String[] args) {
        CompiledRequest withText =
                COMPOSER.compile(template("Your order {{order}}", HTML, TEXT).build());
        CompiledRequest htmlOnly =
                COMPOSER.compile(template("Your order {{order}}", HTML, "").build());
        CompiledRequest handlebars = COMPOSER.compile(inHandlebars(template("Your order {{order}}", HTML, TEXT)));
        for (int round = 0; round < 6; round++) {
            System.out.printf(
                    "%,d mails/s with a text template, %,d with text made from html, %,d in Handlebars%n",
                    perSecond(withText), perSecond(htmlOnly), perSecond(handlebars));
        }
    }

    private static OutgoingEmail inHandlebars(OutgoingEmail.Builder request) {
        request.getTemplateBuilder().setTemplatingEngine(TemplateEngine.HANDLEBARS_JAVA);
        return request.build();
    }

    private static long perSecond(CompiledRequest request) {
        long start = System.nanoTime();
        long bytes = 0;
        for (int i = 0; i < ROUND; i++) {
            Addressee addressee = addressee(
                    "user" + i + "@example.org",
                    "User " + i,
                    vars(Map.of("name", text("Zoë " + i), "order", text("A-" + i))));
            bytes += request.compose(addressee).body().length;
        }
        if (bytes == 0) {
            throw new IllegalStateException("Nothing was composed.");
        }
        return ROUND * 1_000_000_000L / (System.nanoTime() - start);
    }

    private static final String HTML = """
            <html><head><style>p { color: #333 }</style></head><body>
            <h1>Thank you, {{name}}!</h1>
            <p>We have received your order <b>{{order}}</b> and will tell you as soon as it is on its way.</p>
            <p><a href="https://shop.example.com/orders/{{order}}">See your order</a></p>
            <ul><li>Delivery within three days</li><li>Free returns</li></ul>
            <p>Kind regards,<br>the shop</p>
            </body></html>
            """;

    private static final String TEXT = """
            Thank you, {{name}}!

            We have received your order {{order}} and will tell you as soon as it is on its way:
            https://shop.example.com/orders/{{order}}
            """;
}
